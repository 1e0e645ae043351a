import type { CallTopic, CallWhy } from '@linkang/shared/api/notice.routes';
import type { NoticeData, NoticeKind } from '@linkang/shared/api/notice-kinds';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import type { SeatRow } from '../session';
import type { WaitingRow } from '../waiting';
import type { CallRow, NewCall } from './call.model';
import { standsAt } from './notice.moot';
import type { NoticeRow, PushState } from './notice.model';
import { isOver } from './notice.policy';

/** What the message is about that somebody missed. */
interface Missed {
  kind: NoticeKind;
  data: NoticeData;
  residentId: string;
  targetId: string;
  at: Date;
}

const topics: Partial<Record<NoticeKind, CallTopic>> = {
  bookingReminder: 'reminder',
  bookingChanged: 'changed',
  bookingSuspended: 'suspended',
  bookingOffer: 'suspended',
  seatOffered: 'seat',
};

/** What the calls of each topic are told apart by: all reminders of a visit are one call, each change is its own. */
function subjectOf(topic: CallTopic, { targetId, data }: Missed, eventId: string): string {
  if (topic === 'reminder') return `${targetId}:${data.day}T${data.startTime}`;
  return topic === 'suspended' ? targetId : eventId;
}

/** The session of a seat row. */
const sessionOf = (seatId: string): string => seatId.split(':').slice(0, -2).join(':');

/** The call for a message that did not come; none for kinds that are not worth one. */
export function callOf(missed: Missed, eventId: string, why: CallWhy): NewCall[] {
  const { kind, data, residentId, targetId, at } = missed;
  const topic = topics[kind];
  if (topic === undefined || data.day === undefined || data.startTime === undefined) return [];
  const { day, startTime } = data;
  const about = topic === 'seat' ? {} : { sessionId: sessionOf(targetId) };
  const id = `${topic}:${subjectOf(topic, missed, eventId)}`;
  return [{ _id: id, topic, why, kind, data, residentId, targetId, ...about, day, startTime, at }];
}

const whys: Partial<Record<PushState, CallWhy>> = {
  failed: 'failed',
  noPermission: 'noPermission',
  unknown: 'unknown',
};

/** Why somebody has to be called although there is a message. */
export const whyOf = ({ push }: NoticeRow): CallWhy => whys[push.state] ?? 'notSent';

/** Whether two messages tell the same: reminders of one visit do, others only as the same event. */
export const tellSame = (one: NoticeRow, other: NoticeRow): boolean =>
  one.targetId === other.targetId &&
  one.kind === other.kind &&
  one.data.day === other.data.day &&
  one.data.startTime === other.data.startTime &&
  (one.kind === 'bookingReminder' || one.at.getTime() === other.at.getTime());

/** Whether a message reached somebody. */
export const hasReached = ({ push, readAt }: NoticeRow): boolean => push.state === 'sent' || readAt !== null;

/**
 * So many days after a visit that was called off the person is still telephoned about another seat: an apology and a
 * seat are owed although the day is over. After a month whoever needs the visit has been to somebody, and the call
 * would only stand before those that matter.
 */
const OFFER_CALL_DAYS = 30;

/** The earliest visit about which somebody is still telephoned when it was called off. */
export const firstOfferDay = (now: Date): string => addDays(dayOf(now), -OFFER_CALL_DAYS);

/** What calls are about, as it stands now. */
export interface CallFacts {
  seats: ReadonlyMap<string, SeatRow>;
  entries: ReadonlyMap<string, WaitingRow>;
}

const coming: SeatRow['status'][] = ['booked', 'arrived', 'called'];

/** Whether a call has still to be made. */
export function isOwed(call: CallRow, { seats, entries }: CallFacts, now: Date): boolean {
  const { topic, targetId, data, day } = call;
  const seat = seats.get(targetId);
  switch (topic) {
    case 'reminder':
      return !isOver(data, now) && standsAt(seat, data);
    case 'changed':
      return !isOver(data, now) && standsAt(seat, data, coming);
    case 'clash':
      return !isOver(data, now) && standsAt(seat, data, coming) && seat?.clashKeys !== undefined;
    case 'suspended':
      // Who has answered knows; who has to be found another seat is called for that.
      return day >= dayOf(now) && (seat?.offer === undefined || seat.offer === 'todo' || seat.offer === 'made');
    case 'seat': {
      const entry = entries.get(targetId);
      return !isOver(data, now) && (entry?.status === 'offered' || entry?.status === 'expired');
    }
    case 'offer':
      return seat !== undefined && day >= firstOfferDay(now);
  }
}
