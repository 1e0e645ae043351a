import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import {
  findClashing,
  findSeats,
  findSessionsById,
  findUnplaced,
  noticeOf,
  purposeOf,
  type SeatRow,
  type SessionRow,
} from '../session';
import { findWaitings } from '../waiting';
import { dropCalls, findOwedCalls, insertCalls, type CallRow, type NewCall } from './call.model';
import { callOf, firstOfferDay, hasReached, isOwed, tellSame, whyOf } from './call.policy';
import { findAbout, findCallOwed, settleCallOwed, type NoticeRow } from './notice.model';

/** Messages that one run looks at, and the length of a page of seats and calls. */
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

/** What a call about a seat is for. */
interface SeatMatter {
  topic: 'offer' | 'clash';
  /** The message whose words are to be told. */
  kind: NewCall['kind'];
  /** What the calls of the topic are told apart by. */
  subjectOf: (seat: SeatRow) => string;
  whyOf: (seat: SeatRow) => NewCall['why'];
  reasonOf: (session: SessionRow) => string | undefined;
}

/** Somebody's visit was called off, and there is no other seat for them. */
const offer: SeatMatter = {
  topic: 'offer',
  kind: 'bookingSuspended',
  subjectOf: (seat) => seat._id,
  whyOf: (seat) => {
    if (seat.offer === 'declined') return 'declined';
    return seat.offerUntil === undefined ? 'noSeat' : 'expired';
  },
  reasonOf: (session) => session.suspendReason,
};

/** Somebody has another booking at the new time. */
const clash: SeatMatter = {
  topic: 'clash',
  kind: 'bookingChanged',
  subjectOf: (seat) => `${seat._id}:${seat.edit ?? 0}`,
  whyOf: () => 'clash',
  reasonOf: (session) => session.edit?.reason,
};

function seatCall(deps: Deps, matter: SeatMatter, seat: SeatRow, session: SessionRow, now: Date): NewCall {
  const { _id: targetId, sessionId, day, startTime } = seat;
  const reason = matter.reasonOf(session);
  return {
    _id: `${matter.topic}:${matter.subjectOf(seat)}`,
    topic: matter.topic,
    why: matter.whyOf(seat),
    kind: matter.kind,
    data: { ...noticeOf(seat, session, purposeOf(deps, session)), ...(reason === undefined ? {} : { reason }) },
    residentId: seat.residentId as string,
    targetId,
    sessionId,
    day,
    startTime,
    at: now,
  };
}

/** Puts the people of some seats on the list. */
async function callPeople(deps: Deps, matter: SeatMatter, seats: readonly SeatRow[], now: Date): Promise<void> {
  const found = await findSessionsById([...new Set(seats.map((seat) => seat.sessionId))]);
  const sessions = new Map(found.map((session) => [session._id, session]));
  await insertCalls(
    seats.flatMap((seat) => {
      const session = sessions.get(seat.sessionId);
      return session ? [seatCall(deps, matter, seat, session, now)] : [];
    }),
  );
}

/** Reads page by page to the end. @param find gives what comes after a row */
async function inPages<T>(find: (after?: T) => Promise<T[]>, work: (rows: T[]) => Promise<void>): Promise<void> {
  let rows = await find();
  while (rows.length) {
    await work(rows);
    if (rows.length < BATCH) return;
    rows = await find(rows.at(-1));
  }
}

/** Puts those on the list whose seats say that they are to be called. */
async function gatherSeats(deps: Deps, now: Date): Promise<void> {
  const today = dayOf(now);
  const call = (matter: SeatMatter) => (seats: SeatRow[]) => callPeople(deps, matter, seats, now);
  await inPages((after?: SeatRow) => findUnplaced('phone', firstOfferDay(now), BATCH, after), call(offer));
  await inPages((after?: SeatRow) => findUnplaced('declined', today, BATCH, after), call(offer));
  await call(clash)(await findClashing(today));
}

/** Takes those off the list who need not be called any more. */
async function reviewCalls(owed: CallRow[], now: Date): Promise<void> {
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
  await inPages(
    (after?: CallRow) => findOwedCalls(BATCH, after),
    (owed) => reviewCalls(owed, now),
  );
}
