import type { ArticleStage, ArticleState } from '@linkang/shared/api/article.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { Actor, StaffActor } from '../../platform/actor';
import { isPresentable, type CheckedFields } from '../../platform/content-check';

/** Whether the caller writes articles, and so sees those that are not published. */
export const canWrite = (actor: Actor): boolean => actor.kind === 'staff' && staffMay(actor.roles, 'article.create');

/** Whether the caller may read articles of a state. */
export const canList = (actor: Actor, state: ArticleState): boolean => state === 'published' || canWrite(actor);

/** Whether the caller may read an article: one that WeChat refuses is for those who write it anew. */
export const canRead = (actor: Actor, article: CheckedFields & { state: ArticleState }): boolean =>
  canWrite(actor) || (article.state === 'published' && isPresentable(article));

/** Whether staff may see the latest version: reviewers see what is not being written just now. */
export const canSeeWork = (staff: StaffActor, article: { stage: ArticleStage }): boolean =>
  canWrite(staff) || article.stage !== 'writing';

/** Whether staff may approve a version or send it back: whoever wrote some of it does not. */
export const canDecide = (staff: StaffActor, authorIds: readonly string[]): boolean =>
  staffMay(staff.roles, 'article.approve') && !authorIds.includes(staff.accountId);
