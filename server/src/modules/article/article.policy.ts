import type { ArticleState } from '@linkang/shared/api/article.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { Actor } from '../../platform/actor';

/** Whether the caller writes articles, and so sees those that are not published. */
export const canWrite = (actor: Actor): boolean => actor.kind === 'staff' && staffMay(actor.roles, 'article.create');

/** Whether the caller may read articles of a state. */
export const canRead = (actor: Actor, state: ArticleState): boolean => state === 'published' || canWrite(actor);
