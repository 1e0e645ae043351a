import type { Actor } from '../../platform/actor';
import type { ContractRow } from './contract.model';

/** Whether the caller decides on the contracts of a team: the director of all, a doctor of their own teams. */
export const canReview = (actor: Actor, teamId: string): boolean =>
  actor.kind === 'staff' &&
  (actor.roles.includes('director') || (actor.roles.includes('doctor') && actor.teamIds.includes(teamId)));

/** What the caller, who may see the contract, may do with it now. */
export function permissionsFor(
  actor: Actor,
  contract: Pick<ContractRow, 'status' | 'teamId'>,
): { withdraw: boolean; approve: boolean; reject: boolean } {
  const waits = contract.status === 'pendingReview';
  const reviews = waits && canReview(actor, contract.teamId);
  return { withdraw: waits && actor.kind === 'resident', approve: reviews, reject: reviews };
}
