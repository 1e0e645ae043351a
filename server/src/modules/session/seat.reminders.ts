import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { dueReminder } from '@linkang/shared/domain/reminder-rules';
import type { Deps } from '../../platform/deps';
import { owe } from '../../platform/outbox';
import { EDITED } from './seat.edit.model';
import { noticeOf } from './seat.notices';
import { findRemindable, writeReminders, type RemindableSeat, type Reminding } from './seat.reminder.model';
import { findSessionsById, type SessionRow } from './session.model';
import { LECTURE_SERVICE } from './session.naming';

/** What the visit is called: never the service, whose name may tell of an illness. */
const purposeOf = ({ serviceCode }: RemindableSeat): string => (serviceCode === LECTURE_SERVICE ? '讲座' : '预约');

/** When the person last heard of the visit's time. */
const toldAt = ({ bookedAt, log }: RemindableSeat): Date =>
  log.reduce((last, { what, at }) => (what === EDITED && at > last ? at : last), bookedAt);

/** The reminder that a booking is due, unless it was written. */
function remindingOf(deps: Deps, seat: RemindableSeat, session: SessionRow, now: Date): Reminding | null {
  const due = dueReminder(seat, toldAt(seat), deps.config.booking.reminders, now);
  if (!due) return null;
  const mark = `${due.kind}:${seat.day}T${seat.startTime}`;
  if (seat.reminded?.includes(mark)) return null;
  const about = { residentId: seat.residentId, targetId: seat._id, accountIds: [seat.bookedBy] };
  return { seat, mark, entry: owe('bookingReminder', about, noticeOf(seat, session, purposeOf(seat)), due.dueAt) };
}

/**
 * Writes the reminders that are due onto their bookings. They are derived from the bookings as they stand, so that
 * whatever was moved, cancelled or called off reminds nobody, and booking itself has no more to write.
 */
export async function remindVisits(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const serviceCodes = [...deps.config.services.map((service) => service.code), LECTURE_SERVICE];
  const seats = await findRemindable([today, addDays(today, 1)], serviceCodes);
  const ids = [...new Set(seats.map((seat) => seat.sessionId))];
  const sessions = new Map((await findSessionsById(ids)).map((session) => [session._id, session]));
  await writeReminders(
    seats.flatMap((seat) => {
      const session = sessions.get(seat.sessionId);
      // A session that is just being called off or moved: its seats come to it in a moment.
      if (session?.state !== 'open' || session.editing) return [];
      return remindingOf(deps, seat, session, now) ?? [];
    }),
  );
}
