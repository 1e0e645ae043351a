import type { Actor } from '../../platform/actor';
import type { GrantRow } from '../grant';

/** Whether this is about the caller's own person. */
export const isElder = (ownResidentId: string | undefined, grant: GrantRow): boolean =>
  ownResidentId !== undefined && grant.residentId === ownResidentId;

/** Whether the caller is the relative who asked. */
export const isRelative = (actor: Actor, grant: GrantRow): boolean =>
  actor.kind === 'resident' && actor.accountId === grant.accountId;
