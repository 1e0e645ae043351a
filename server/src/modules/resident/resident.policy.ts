import type { Actor, StaffActor } from '../../platform/actor';

/** Whether the token itself says that this is the caller's own person; false tells nothing. */
export const isOwnByToken = (actor: Actor, residentId: string): boolean =>
  actor.kind === 'resident' && actor.ownResidentId === residentId;

/** Whether a resident is the caller's own person, once that is known from the database. */
export const isOwn = (ownResidentId: string | undefined, residentId: string): boolean => ownResidentId === residentId;

/** Whether an account knows of the marks that need a right of their own. */
export const mayReadFlags = (actor: StaffActor): boolean => actor.rights?.includes('sensitiveFlags') ?? false;
