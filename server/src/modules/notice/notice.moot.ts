import { findSeatedIn, findSeats, findSessionsById, type SeatRow } from '../session';
import type { NoticeRow } from './notice.model';

/** What is known of a message, before and after it stands in a list. */
type Message = Pick<NoticeRow, 'kind' | 'targetId' | 'residentId' | 'data'>;

/** Whether a booking still stands at the time that a message tells. */
export const standsAt = (
  seat: SeatRow | undefined,
  data: Message['data'],
  statuses: readonly SeatRow['status'][] = ['booked'],
): boolean =>
  seat !== undefined && statuses.includes(seat.status) && seat.day === data.day && seat.startTime === data.startTime;

/** The reminders whose visit was moved, given up or called off after they were written. */
async function findMootReminders<T extends Message>(messages: readonly T[]): Promise<T[]> {
  const reminders = messages.filter(({ kind }) => kind === 'bookingReminder');
  if (!reminders.length) return [];
  const found = await findSeats([...new Set(reminders.map(({ targetId }) => targetId))]);
  const seats = new Map(found.map((seat) => [seat._id, seat]));
  return reminders.filter(({ targetId, data }) => !standsAt(seats.get(targetId), data));
}

/** News of activities for which the person registered meanwhile, or that were called off. */
async function findMootNews<T extends Message>(messages: readonly T[]): Promise<T[]> {
  const news = messages.filter(({ kind }) => kind === 'lectureNews');
  if (!news.length) return [];
  const ids = [...new Set(news.map(({ targetId }) => targetId))];
  const [sessions, seated] = await Promise.all([
    findSessionsById(ids),
    findSeatedIn(ids, [...new Set(news.map(({ residentId }) => residentId))]),
  ]);
  const closed = new Set(sessions.filter(({ state }) => state !== 'open').map(({ _id }) => _id));
  const comes = new Set(seated.map(({ sessionId, residentId }) => `${sessionId}:${residentId}`));
  return news.filter(({ targetId, residentId }) => closed.has(targetId) || comes.has(`${targetId}:${residentId}`));
}

/** The messages among some that are of no use any more, because of what happened after they were written. */
export async function findMoot<T extends Message>(messages: readonly T[]): Promise<ReadonlySet<T>> {
  const [reminders, news] = await Promise.all([findMootReminders(messages), findMootNews(messages)]);
  return new Set([...reminders, ...news]);
}
