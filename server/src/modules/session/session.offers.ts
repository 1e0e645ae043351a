import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { MAX_BOOKINGS_A_DAY } from '@linkang/shared/domain/seat-keys';
import type { Deps } from '../../platform/deps';
import { owe } from '../../platform/outbox';
import { Unmatched } from '../../platform/transaction';
import { commitSeats, type LeavingWrite } from './seat.commit';
import { countFree } from './seat.counts';
import { findBookings, findSeat, SeatModel, type SeatRow } from './seat.model';
import { dropHold, findHold, holdSeat } from './seat.hold';
import { releaseSeat } from './seat.settle';
import { noticeOf } from './seat.notices';
import { findSession, findSessions, type Quota, type SessionRow } from './session.model';
import { serviceName } from './session.naming';

/** How long an offered seat is held, in milliseconds, but not into the last hour before it. */
const HELD_MS = 24 * 3_600_000;
const LEAST_BEFORE_MS = 3_600_000;
/** A seat that begins sooner is no offer: the person has to hear of it and come. */
const LEAST_NOTICE_MS = 2 * 3_600_000;
/** Days before and after the visit that was called off. */
const DAYS_AROUND = 14;
const MAX_SESSIONS = 200;
/** Offers that are made side by side: each waits for the disk a few times. */
const SIDE_BY_SIDE = 10;
/** The centre makes up for its own fault: every seat will do, also those that are kept. */
const everyQuota: Quota[] = ['online', 'desk', 'elder'];

/** For what the seat is held that is offered in place of a suspended one. */
export const heldForOffer = (seatId: string): string => `O:${seatId}`;

const startOf = (row: { day: string; startTime: string }): number => instantOf(row.day, row.startTime).getTime();

/** What may be offered to the people of one session, read once for all of them. */
interface Choice {
  /** The doctor whom they had booked. */
  doctorId: string | undefined;
  /** Open sessions of the same service which begin late enough. */
  sessions: SessionRow[];
  /** Free seats as they were counted, less those that were held since; whether one is free the hold decides. */
  left: Map<string, number>;
}

/** Reads what is near a session, of which one seat is given. */
async function findChoice(seat: SeatRow, now: Date): Promise<Choice> {
  const today = dayOf(now);
  const earliest = addDays(seat.day, -DAYS_AROUND);
  const toDay = addDays(seat.day, DAYS_AROUND);
  const range = { fromDay: earliest > today ? earliest : today, toDay, serviceCodes: [seat.serviceCode] };
  const [own, sessions, free] = await Promise.all([
    findSession(seat.sessionId),
    findSessions({ ...range, limit: MAX_SESSIONS }),
    countFree({ ...range, quotas: everyQuota, today, nowTime: '00:00' }),
  ]);
  return {
    doctorId: own?.doctorId,
    sessions: sessions.filter(
      (session) =>
        session.state === 'open' &&
        (session.releaseAt === null || session.releaseAt <= now) &&
        startOf(session) - now.getTime() >= LEAST_NOTICE_MS,
    ),
    left: new Map([...free].map(([id, { online, desk, elder }]) => [id, online + desk + elder])),
  };
}

/** The sessions in the order in which one person is offered them: the same doctor's first, then the nearest. */
function byPreference({ doctorId, sessions }: Choice, seat: SeatRow): SessionRow[] {
  const isOther = (session: SessionRow): number => (doctorId !== undefined && session.doctorId === doctorId ? 0 : 1);
  const distance = (session: SessionRow): number => Math.abs(startOf(session) - startOf(seat));
  return [...sessions].sort((a, b) => isOther(a) - isOther(b) || distance(a) - distance(b));
}

/** When the person cannot come: the quarters of an hour and the days of other bookings. */
async function findBusy(seat: SeatRow, now: Date): Promise<{ grains: string[]; days: Set<string> }> {
  const coming = await findBookings({
    residentId: seat.residentId as string,
    when: 'coming',
    today: dayOf(now),
    skip: 0,
    limit: 100,
  });
  const full = coming.filter(
    ({ day, serviceCode }) =>
      serviceCode === seat.serviceCode || coming.filter((row) => row.day === day).length >= MAX_BOOKINGS_A_DAY,
  );
  return { grains: coming.flatMap((row) => row.grains), days: new Set(full.map((row) => row.day)) };
}

/** Holds the nearest seat that the person can take; one that was held before a crash is found again. */
async function holdNearest(seat: SeatRow, choice: Choice, now: Date): Promise<SeatRow | null> {
  const heldFor = heldForOffer(seat._id);
  const before = await findHold(heldFor);
  if (before) return before;
  const busy = await findBusy(seat, now);
  for (const session of byPreference(choice, seat)) {
    const left = (): number => choice.left.get(session._id) ?? 0;
    if (left() <= 0 || busy.days.has(session.day)) continue;
    const heldUntil = new Date(Math.min(now.getTime() + HELD_MS, startOf(session) - LEAST_BEFORE_MS));
    const filter = { sessionId: session._id, quotas: everyQuota, busyGrains: busy.grains };
    const held = await holdSeat(filter, { heldFor, heldUntil, holdKey: heldFor }, 'system', now);
    if (held === 'running') return findHold(heldFor);
    if (!held) continue;
    choice.left.set(session._id, left() - 1);
    return held;
  }
  return null;
}

/**
 * Offers one suspended person another seat, or puts them on the list of those whom the desk calls. Of two who do this
 * at once one wins.
 */
async function makeOffer(deps: Deps, seat: SeatRow, choice: Choice, now: Date): Promise<void> {
  const held = await holdNearest(seat, choice, now);
  const todo = { _id: seat._id, status: 'suspended' as const, offer: 'todo' as const };
  if (!held) {
    await SeatModel.updateOne(todo, { $set: { offer: 'phone' }, $unset: { offerSeatId: '', offerUntil: '' } });
    return;
  }
  const session = await findSession(held.sessionId);
  if (!session) return;
  const about = { residentId: seat.residentId as string, targetId: seat._id };
  const notice = owe('bookingOffer', about, noticeOf(held, session, serviceName(deps, seat.serviceCode)), now);
  const made = await SeatModel.updateOne(todo, {
    $set: { offer: 'made', offerSeatId: held._id, offerUntil: held.heldUntil as Date },
    $push: { outbox: notice },
  });
  if (made.matchedCount) return;
  const current = await findSeat(seat._id);
  // Whoever was quicker may have offered this very seat.
  if (current?.offer === 'made' && current.offerSeatId === held._id) return;
  const dropped = await dropHold(held, now);
  if (dropped) await releaseSeat(dropped, now);
}

/** Makes the offers that are owed, of one session or of all. */
export async function makeOffers(deps: Deps, now: Date, limit: number, sessionId?: string): Promise<void> {
  const owed = await SeatModel.find({ offer: 'todo', ...(sessionId === undefined ? {} : { sessionId }) })
    .sort({ day: 1, startTime: 1 })
    .limit(limit)
    .lean();
  const bySession = new Map<string, [SeatRow, ...SeatRow[]]>();
  for (const seat of owed) {
    const seats = bySession.get(seat.sessionId);
    if (seats) seats.push(seat);
    else bySession.set(seat.sessionId, [seat]);
  }
  for (const seats of bySession.values()) {
    const choice = await findChoice(seats[0], now);
    for (let from = 0; from < seats.length; from += SIDE_BY_SIDE)
      await Promise.all(seats.slice(from, from + SIDE_BY_SIDE).map((seat) => makeOffer(deps, seat, choice, now)));
  }
}

/** Offers whose seat is not held any more: unanswered ones go to the desk's phone, lost ones are made anew. */
export async function reviewOffers(now: Date): Promise<void> {
  for (const seat of await SeatModel.find({ offer: 'made' }).limit(1000).lean()) {
    const offered = await findSeat(seat.offerSeatId as string);
    if (offered?.status === 'held' && offered.heldFor === heldForOffer(seat._id)) continue;
    const isOver = (seat.offerUntil as Date) <= now;
    await SeatModel.updateOne(
      { _id: seat._id, offer: 'made', offerSeatId: seat.offerSeatId as string },
      // An offer that ran out keeps its time: that tells it from one that was never made.
      isOver
        ? { $set: { offer: 'phone' }, $unset: { offerSeatId: '' } }
        : { $set: { offer: 'todo' }, $unset: { offerSeatId: '', offerUntil: '' } },
    );
  }
}

/** The write by which an offer ends with an answer; no other answer can come after it. */
export const answerOffer =
  (seat: SeatRow, answer: 'accepted' | 'declined', by: string, at: Date): LeavingWrite =>
  (session) =>
    SeatModel.findOneAndUpdate(
      { _id: seat._id, status: 'suspended', offer: 'made', offerSeatId: seat.offerSeatId as string },
      {
        $set: { offer: answer, ...(answer === 'accepted' ? { movedTo: seat.offerSeatId as string } : {}) },
        $unset: { offerUntil: '' },
        $push: { log: { at, by, what: answer } },
      },
      { returnDocument: 'after', session },
    ).lean();

/** Declines an offer and ends its hold together. @returns the seat to release, or null when it was answered already */
export async function declineOffered(seat: SeatRow, by: string, at: Date): Promise<SeatRow | null> {
  const decline = answerOffer(seat, 'declined', by, at);
  const offered = { _id: seat.offerSeatId as string, heldFor: heldForOffer(seat._id) };
  try {
    const { left } = await commitSeats([decline, (session) => dropHold(offered, at, undefined, session)], []);
    return left[1] ?? null;
  } catch (error) {
    if (error instanceof Unmatched) return null;
    throw error;
  }
}

/**
 * People whose visit on a day or later was called off and whom the desk has to telephone, or who do without the seat
 * that was offered; a page of them in order of their ids.
 */
export const findUnplaced = (
  offer: 'phone' | 'declined',
  fromDay: string,
  limit: number,
  after?: SeatRow,
): Promise<SeatRow[]> =>
  SeatModel.find({ offer, day: { $gte: fromDay }, ...(after ? { _id: { $gt: after._id } } : {}) })
    .sort({ _id: 1 })
    // Not by the ids, of which nearly all are of other seats.
    .hint({ offer: 1, day: 1 })
    .limit(limit)
    .lean();

/** The telephone call is done. @returns null when it was not owed */
export const markPhoned = (id: string, by: string, at: Date): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    { _id: id, offer: 'phone' },
    { $set: { offer: 'phoned' }, $push: { log: { at, by, what: 'phoned' } } },
    { returnDocument: 'after' },
  ).lean();
