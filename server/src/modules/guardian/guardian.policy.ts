import type { Actor } from '../../platform/actor';
import type { GuardianshipRow } from '../guardianship';

/** Whether somebody is the guardian of whom a row tells. */
export const isGuardian = (ownResidentId: string | undefined, row: GuardianshipRow): boolean =>
  ownResidentId !== undefined && row.guardianResidentId === ownResidentId;

/** Whether the caller made the proposal, and so may take it back. */
export const isProposer = (actor: Actor, row: GuardianshipRow): boolean =>
  actor.kind === 'resident' && row.addedBy === 'guardian' && row.addedByAccount === actor.accountId;
