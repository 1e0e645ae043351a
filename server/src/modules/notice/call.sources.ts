import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import {
  findClashing,
  findDeclined,
  findSeats,
  findSessionsById,
  findToPhone,
  noticeOf,
  purposeOf,
  type SeatRow,
  type SessionRow,
} from '../session';
import { findWaitings } from '../waiting';
import { dropCalls, findOwedCalls, insertCalls, type CallRow, type NewCall } from './call.model';
import { callOf, hasReached, isOwed, tellSame, whyOf } from './call.policy';
import { findAbout, findCallOwed, settleCallOwed, type NoticeRow } from './notice.model';

/** Messages and calls that one run looks at. */
const BATCH = 1000;

const isUnderWay = ({ push }: NoticeRow): boolean => push.state === 'todo' || push.state === 'sending';

/**
 * Decides of messages that did not come whether to telephone: not while the same is on its way to somebody else, and
 * not when it reached one of those who were told. Killed in between, the next run decides the same.
 */
async function gatherMissed(now: Date): Promise<void> {
  const missed = await findCallOwed(BATCH);
  const all = await findAbout([...new Set(missed.map((notice) => notice.targetId))]);
  const decided = missed.filter((notice) => !all.some((other) => tellSame(notice, other) && isUnderWay(other)));
  const unheard = decided.filter((notice) => !all.some((other) => tellSame(notice, other) && hasReached(other)));
  await insertCalls(
    unheard.flatMap((notice) =>
      callOf({ ...notice, at: now }, `${notice.targetId}:${notice.kind}:${notice.at.getTime()}`, whyOf(notice)),
    ),
  );
  await settleCallOwed(decided.map((notice) => notice._id));
}

/** The call for somebody whose visit was called off and who has no other seat. */
function offerCall(deps: Deps, seat: SeatRow, session: SessionRow, now: Date): NewCall {
  const { _id: targetId, sessionId, day, startTime } = seat;
  const reason = session.suspendReason === undefined ? {} : { reason: session.suspendReason };
  const unanswered = seat.offerUntil === undefined ? 'noSeat' : 'expired';
  return {
    _id: `offer:${targetId}`,
    topic: 'offer',
    why: seat.offer === 'declined' ? 'declined' : unanswered,
    kind: 'bookingSuspended',
    data: { ...noticeOf(seat, session, purposeOf(deps, session)), ...reason },
    residentId: seat.residentId as string,
    targetId,
    sessionId,
    day,
    startTime,
    at: now,
  };
}

/** The call for somebody who has another booking at the new time. */
function clashCall(deps: Deps, seat: SeatRow, session: SessionRow, now: Date): NewCall {
  const { _id: targetId, sessionId, day, startTime } = seat;
  const reason = session.edit === undefined ? {} : { reason: session.edit.reason };
  return {
    _id: `clash:${targetId}:${seat.edit ?? 0}`,
    topic: 'clash',
    why: 'clash',
    kind: 'bookingChanged',
    data: { ...noticeOf(seat, session, purposeOf(deps, session)), ...reason },
    residentId: seat.residentId as string,
    targetId,
    sessionId,
    day,
    startTime,
    at: now,
  };
}

/** Puts those on the list whose seats say that they are to be called. */
async function gatherSeats(deps: Deps, now: Date): Promise<void> {
  const today = dayOf(now);
  const [toPhone, declined, clashing] = await Promise.all([findToPhone(), findDeclined(today), findClashing(today)]);
  const ids = [...new Set([...toPhone, ...declined, ...clashing].map((seat) => seat.sessionId))];
  const sessions = new Map((await findSessionsById(ids)).map((session) => [session._id, session]));
  const callsFor = (seats: SeatRow[], build: typeof offerCall): NewCall[] =>
    seats.flatMap((seat) => {
      const session = sessions.get(seat.sessionId);
      return session ? [build(deps, seat, session, now)] : [];
    });
  await insertCalls([...callsFor([...toPhone, ...declined], offerCall), ...callsFor(clashing, clashCall)]);
}

/** Takes those off the list who need not be called any more. */
async function reviewCalls(now: Date): Promise<void> {
  const owed = await findOwedCalls(BATCH);
  const idsOf = (calls: CallRow[]): string[] => [...new Set(calls.map((call) => call.targetId))];
  const [seats, entries] = await Promise.all([
    findSeats(idsOf(owed.filter(({ topic }) => topic !== 'seat'))),
    findWaitings(idsOf(owed.filter(({ topic }) => topic === 'seat'))),
  ]);
  const facts = {
    seats: new Map(seats.map((seat) => [seat._id, seat])),
    entries: new Map(entries.map((entry) => [entry._id, entry])),
  };
  await dropCalls(owed.filter((call) => !isOwed(call, facts, now)));
}

/** Brings the list of those whom the desk telephones in line with what has happened; doing it again changes nothing. */
export async function gatherCalls(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  await gatherMissed(now);
  await gatherSeats(deps, now);
  await reviewCalls(now);
}
