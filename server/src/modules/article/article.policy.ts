import type { ArticleState } from '@linkang/shared/api/article.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { Actor } from '../../platform/actor';
import { isPresentable, type CheckedFields } from '../../platform/content-check';

/** Whether the caller writes articles, and so sees those that are not published. */
export const canWrite = (actor: Actor): boolean => actor.kind === 'staff' && staffMay(actor.roles, 'article.create');

/** Whether the caller may read articles of a state. */
export const canList = (actor: Actor, state: ArticleState): boolean => state === 'published' || canWrite(actor);

/** Whether the caller may read an article: one that WeChat refuses is for those who write it anew. */
export const canRead = (actor: Actor, article: CheckedFields & { state: ArticleState }): boolean =>
  canWrite(actor) || (article.state === 'published' && isPresentable(article));
