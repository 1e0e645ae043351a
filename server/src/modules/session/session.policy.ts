import { policies } from '@linkang/shared/api/index';
import { addDays, instantOf } from '@linkang/shared/domain/clinic-day';
import type { Actor, StaffActor } from '../../platform/actor';
import type { Quota, SessionRow } from './session.model';

/** Age from which the seats kept for elders are open to a person. */
export const ELDER_AGE = 65;

/** Who asks for a seat. */
export interface SeatSeeker {
  actor: Actor;
  /** Full years of the person who would come, where known. */
  age?: number;
}

/** Whether the seats kept for the desk and for elders are open to everyone. */
export const quotasAreOpen = (session: Pick<SessionRow, 'day'>, openTime: string, now: Date): boolean =>
  now >= instantOf(addDays(session.day, -1), openTime);

/**
 * The quotas from which somebody may take a seat: the same rule for the seats shown and for the claim.
 * @param openTime clock time on the day before from which all seats are open to everyone
 */
export function allowedQuotas(
  session: Pick<SessionRow, 'day' | 'quotas'>,
  seeker: SeatSeeker,
  openTime: string,
  now: Date,
): Quota[] {
  const { desk, elder } = session.quotas;
  const open = quotasAreOpen(session, openTime, now);
  const quotas: Quota[] = ['online'];
  if (desk > 0 && (open || seeker.actor.kind === 'staff')) quotas.push('desk');
  if (elder > 0 && (open || (seeker.age ?? 0) >= ELDER_AGE)) quotas.push('elder');
  return quotas;
}

/** Whether staff may see who has a seat: those who open sessions see all, those who write lectures see theirs. */
export const canSeeRoster = (actor: StaffActor, isLecture: boolean): boolean => {
  const row = policies[isLecture ? 'lecture.create' : 'session.create'].staff ?? [];
  const clinic = policies['session.create'].staff ?? [];
  return actor.roles.some((role) => row.includes(role) || clinic.includes(role));
};
