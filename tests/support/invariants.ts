import { buildSeatKeys, ruleOfKey, seatGrains } from '@linkang/shared/domain/seat-keys';
import type { mongo } from 'mongoose';

interface Seat {
  _id: string;
  sessionId: string;
  day: string;
  serviceCode: string;
  no: number;
  startTime: string;
  endTime: string;
  status: string;
  residentId?: string;
  keys?: string[];
  /** Keys that another booking of the person holds since the session was moved. */
  clashKeys?: string[];
  idem?: string;
  reopen?: boolean;
  closedBy?: string;
  heldFor?: string;
  heldUntil?: Date;
  movedTo?: string;
  offer?: string;
  offerSeatId?: string;
}

interface Waiting {
  _id: string;
  residentId: string;
  status: string;
  seatId?: string;
}

interface Session {
  _id: string;
  state: string;
  capacity: number;
  made: number;
  published: boolean;
}

/** A booking that somebody was told of, by the key of the request. */
export interface Acknowledged {
  key: string;
  bookingId: string;
  residentId: string;
  number: number;
  /** What the last answer said; `some` where others, such as a suspension, may have changed it since. */
  status: 'booked' | 'cancelled' | 'moved' | 'some';
}

const TAKEN = ['booked', 'arrived', 'called', 'done'];
/** A seat in one of these is history: its number lives on in the next generation. */
const ENDED = ['cancelled', 'moved', 'suspended'];
const YEARLY = ['senior-physical'];
const LECTURE = 'lecture';
const FIRST_EXTRA = 900;

const groupBy = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
};

function* checkSession(session: Session, seats: Seat[]): Generator<string> {
  const ordinary = seats.filter((seat) => seat.no < FIRST_EXTRA);
  const booked = ordinary.filter((seat) => TAKEN.includes(seat.status)).length;
  const closed = ordinary.filter((seat) => seat.status === 'closed' && seat.closedBy === 'capacity').length;
  // Below 0 seats are missing; above 0 they are owed by people who still have theirs.
  const debt = session.made - session.capacity - closed;
  if (debt < 0) yield `capacity: ${session._id} has ${-debt} seats closed too many`;
  if (debt > 0 && ordinary.some((seat) => seat.status === 'free')) yield `capacity: ${session._id} owes ${debt} seats`;
  if (booked > session.capacity + Math.max(debt, 0))
    yield `oversold: ${session._id} has ${booked} of ${session.capacity}`;
  if (
    session.state === 'suspended' &&
    seats.some(({ status }) => ['free', 'held', 'pending', 'booked'].includes(status))
  )
    yield `suspended: ${session._id} still has seats`;
  if (session.state === 'open' && seats.some((seat) => seat.closedBy === 'suspend'))
    yield `resumed: ${session._id} has seats that did not come back`;
  if (!session.published) yield `unpublished: ${session._id}`;
  const live = groupBy(
    ordinary.filter((seat) => !ENDED.includes(seat.status)),
    (seat) => String(seat.no),
  );
  for (let no = 1; no <= session.made; no += 1) {
    const rows = live.get(String(no))?.length ?? 0;
    if (rows !== 1) yield `number: ${session._id} has ${rows} live rows of number ${no}`;
  }
}

/** The keys that a taken seat must carry, whatever its place among the person's bookings of the day. */
const expectedKeys = (seat: Seat): string[] => {
  const residentId = seat.residentId ?? '';
  const keys = buildSeatKeys({
    residentId,
    serviceCode: seat.serviceCode,
    day: seat.day,
    ordinal: 1,
    ...(seat.serviceCode === LECTURE ? { lectureId: seat.sessionId } : {}),
    oncePerYear: YEARLY.includes(seat.serviceCode),
  });
  return [...keys, ...seatGrains(seat.day, seat).map((grain) => `H:${residentId}:${grain}`)];
};

function* checkRow(seat: Seat): Generator<string> {
  if (seat.status === 'pending') yield `left over: ${seat._id} is pending`;
  if (seat.offer === 'todo') yield `left over: ${seat._id} is owed an offer`;
  if (seat.reopen) yield `left over: ${seat._id} is still to be reopened`;
  const taken = TAKEN.includes(seat.status);
  if (!taken && seat.keys !== undefined) yield `keys: ${seat._id} is ${seat.status} and holds ${seat.keys.join(' ')}`;
  if (!taken) return;
  if (!seat.residentId || seat.no < 1) yield `nobody: ${seat._id} is ${seat.status} without a person or a number`;
  const timeless = (keys: string[]): string =>
    keys
      .filter((key) => ruleOfKey(key) !== 'N')
      .sort()
      .join(' ');
  if (timeless([...(seat.keys ?? []), ...(seat.clashKeys ?? [])]) !== timeless(expectedKeys(seat)))
    yield `keys: ${seat._id} holds ${seat.keys?.join(' ')}`;
}

/** Counted from the rows themselves and not from their keys, which the index would excuse. */
function* checkPeople(taken: Seat[]): Generator<string> {
  const claims = taken.flatMap((seat) =>
    expectedKeys(seat)
      .filter((key) => ruleOfKey(key) !== 'N' && !seat.clashKeys?.includes(key))
      .map((key) => ({ key, seat })),
  );
  for (const [key, rows] of groupBy(claims, (claim) => claim.key))
    if (rows.length > 1) yield `twice: ${key} in ${rows.map((row) => row.seat._id).join(' and ')}`;
  for (const [key, rows] of groupBy(taken, (seat) => `${seat.residentId}:${seat.day}`))
    if (rows.length > 3) yield `day limit: ${key} has ${rows.length}`;
}

function* checkAcknowledged(history: readonly Acknowledged[], seats: Seat[]): Generator<string> {
  const byId = new Map(seats.map((seat) => [seat._id, seat]));
  for (const told of history) {
    const seat = byId.get(told.bookingId);
    if (!seat) yield `lost: ${told.bookingId} was acknowledged (${told.key})`;
    else if (seat.residentId !== told.residentId || seat.no !== told.number)
      yield `changed: ${told.bookingId} is another's`;
    else if (told.status === 'some') continue;
    else if (told.status === 'booked' ? !TAKEN.includes(seat.status) : seat.status !== told.status)
      yield `state: ${told.bookingId} was told to be ${told.status} and is ${seat.status}`;
  }
  for (const [key, rows] of groupBy(history, (told) => told.key))
    if (new Set(rows.map((row) => row.bookingId)).size > 1)
      yield `key: ${key} answered with ${rows.map((row) => row.bookingId).join(' and ')}`;
}

/** A seat is held for an open offer, of a suspended seat or to somebody who waits, and an offer has its seat. */
function* checkHolds(seats: Seat[], waiting: Waiting[]): Generator<string> {
  const byId = new Map(seats.map((seat) => [seat._id, seat]));
  const wanted = new Map<string, string | undefined>([
    ...seats.filter((seat) => seat.offer === 'made').map((seat) => [`O:${seat._id}`, seat.offerSeatId] as const),
    ...waiting.filter((entry) => entry.status === 'offered').map((entry) => [`W:${entry._id}`, entry.seatId] as const),
  ]);
  for (const seat of seats.filter(({ status }) => status === 'held'))
    if (wanted.get(seat.heldFor ?? '') !== seat._id) yield `left over: ${seat._id} is held for ${seat.heldFor}`;
  for (const [heldFor, seatId] of wanted) {
    const seat = byId.get(seatId ?? '');
    if (seat?.status !== 'held' || seat.heldFor !== heldFor) yield `offer: ${heldFor} has no seat`;
  }
  for (const seat of seats.filter(({ status }) => status === 'moved')) {
    const next = byId.get(seat.movedTo ?? '');
    if (next?.residentId !== seat.residentId) yield `moved: ${seat._id} leads nowhere`;
  }
}

/** Who is said to have been booked from the list is, and who waits keeps no seat back. */
function* checkWaiting(seats: Seat[], waiting: Waiting[]): Generator<string> {
  const byId = new Map(seats.map((seat) => [seat._id, seat]));
  for (const entry of waiting) {
    const seat = byId.get(entry.seatId ?? '');
    if (entry.status === 'booked' && seat?.residentId !== entry.residentId)
      yield `waiting: ${entry._id} has no booking`;
    if (entry.status === 'waiting' && entry.seatId !== undefined) yield `waiting: ${entry._id} keeps ${entry.seatId}`;
  }
}

/**
 * What must hold in the database when the reconciler is quiet, whatever happened before.
 * @param history bookings that were acknowledged to somebody
 * @returns the violations; none when all is well
 */
export async function findViolations(db: mongo.Db, history: readonly Acknowledged[] = []): Promise<string[]> {
  const seats = await db.collection<Seat>('seats').find().toArray();
  const sessions = await db.collection<Session>('sessions').find().toArray();
  const waiting = await db.collection<Waiting>('waitlist').find().toArray();
  const bySession = groupBy(seats, (seat) => seat.sessionId);
  const taken = seats.filter((seat) => TAKEN.includes(seat.status));
  const keyed = groupBy(
    seats.filter((seat) => seat.idem),
    (seat) => seat.idem as string,
  );
  return [
    ...sessions.flatMap((session) => [...checkSession(session, bySession.get(session._id) ?? [])]),
    ...seats.flatMap((seat) => [...checkRow(seat)]),
    ...checkPeople(taken),
    ...checkHolds(seats, waiting),
    ...checkWaiting(seats, waiting),
    ...[...keyed].filter(([, rows]) => rows.length > 1).map(([idem]) => `key: ${idem} made two bookings`),
    ...checkAcknowledged(history, seats),
  ];
}
