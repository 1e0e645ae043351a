import type { Actor } from '../../platform/actor';
import type { ClaimRow } from './claim.model';

/** Whether the caller made the claim. */
export const isOwnClaim = (actor: Actor, row: ClaimRow): boolean =>
  actor.kind === 'resident' && actor.accountId === row.accountId;
