import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { isSensitive } from '@linkang/shared/domain/follow-up-visit';
import type { StaffActor } from '../../platform/actor';

/** Whether an account is marked for what only those may know who need to. */
export const hasSensitiveRight = (actor: StaffActor): boolean => actor.rights?.includes('sensitiveFlags') ?? false;

/**
 * Whether a member of staff may know that somebody is in a programme: everybody who may read the record, but of a
 * severe mental disorder only the treating doctor and accounts with the right.
 */
export const mayKnow = (
  actor: StaffActor,
  { programme, doctorId }: { programme: ProgrammeCode; doctorId: string },
): boolean => !isSensitive(programme) || doctorId === actor.accountId || hasSensitiveRight(actor);

/** Whether a doctor may take somebody into a programme; the answer says nothing of the person. */
export const mayEnrol = (actor: StaffActor, programme: ProgrammeCode): boolean =>
  !isSensitive(programme) || hasSensitiveRight(actor);

/** Whether an account confirms classes. */
export const confirmsClasses = (actor: StaffActor): boolean => actor.roles.includes('doctor');
