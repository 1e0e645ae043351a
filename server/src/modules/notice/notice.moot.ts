import { findSeats, type SeatRow } from '../session';
import type { NoticeRow } from './notice.model';

/** What is known of a message, before and after it stands in a list. */
type Message = Pick<NoticeRow, 'kind' | 'targetId' | 'data'>;

/** Whether a booking still stands at the time that a message tells. */
export const standsAt = (
  seat: SeatRow | undefined,
  data: Message['data'],
  statuses: readonly SeatRow['status'][] = ['booked'],
): boolean =>
  seat !== undefined && statuses.includes(seat.status) && seat.day === data.day && seat.startTime === data.startTime;

/**
 * The reminders among some messages that are of no use any more: the visit was moved, given up or called off after
 * they were written.
 */
export async function findMoot<T extends Message>(messages: readonly T[]): Promise<ReadonlySet<T>> {
  const reminders = messages.filter(({ kind }) => kind === 'bookingReminder');
  if (!reminders.length) return new Set();
  const found = await findSeats([...new Set(reminders.map(({ targetId }) => targetId))]);
  const seats = new Map(found.map((seat) => [seat._id, seat]));
  return new Set(reminders.filter(({ targetId, data }) => !standsAt(seats.get(targetId), data)));
}
