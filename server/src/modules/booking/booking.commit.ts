import { buildSeatKeys, MAX_BOOKINGS_A_DAY, ruleOfKey } from '@linkang/shared/domain/seat-keys';
import { AppError } from '@linkang/shared/errors';
import type { SignedIn } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { Idempotency } from '../../platform/idempotency';
import { owe } from '../../platform/outbox';
import {
  commitSeats,
  findTakenKeys,
  LECTURE_SERVICE,
  noticeOf,
  serviceName,
  timeKeys,
  violatedKey,
  type Committed,
  type LeavingWrite,
  type SeatRow,
  type SessionRow,
  type Taking,
} from '../session';
import { refusalFor, refusalOfRule } from './booking.claim';

/** How often a commit is tried anew when somebody's other booking came or went meanwhile. */
const MAX_ATTEMPTS = 5;

/** A seat that is held for somebody. */
export interface HeldItem {
  seat: SeatRow;
  session: SessionRow;
  residentId: string;
  oncePerYear: boolean;
  idempotency?: Idempotency;
  tookSeconds?: number;
}

/** Held seats that become bookings together. */
export interface Commit {
  items: readonly HeldItem[];
  /** The booking that gives way, and how. */
  leaving?: { seatId: string; write: LeavingWrite };
  notice: 'bookingMade' | 'bookingMoved';
  actor: SignedIn;
  now: Date;
}

/** Why a commit did not come about; `item` is the one that was refused, where it was one. */
export interface Refusal {
  refusal: AppError;
  item?: number;
}

const ordinalKey = (residentId: string, day: string, ordinal: number): string => `N:${residentId}:${day}:${ordinal}`;
const everyOrdinal = Array.from({ length: MAX_BOOKINGS_A_DAY }, (_, i) => i + 1);

/** Gives each item a free place among its person's bookings of the day. @returns the item that has none left */
async function dealOrdinals({ items, leaving }: Commit): Promise<number[] | Refusal> {
  const wanted = items.flatMap(({ residentId, session }) =>
    everyOrdinal.map((ordinal) => ordinalKey(residentId, session.day, ordinal)),
  );
  const taken = await findTakenKeys(wanted, leaving?.seatId);
  const dealt: number[] = [];
  for (const [item, { residentId, session }] of items.entries()) {
    const keyOf = (ordinal: number): string => ordinalKey(residentId, session.day, ordinal);
    const ordinal = everyOrdinal.find((candidate) => !taken.has(keyOf(candidate)));
    if (ordinal === undefined) return { refusal: new AppError('BOOKING_DAY_LIMIT'), item };
    taken.add(keyOf(ordinal));
    dealt.push(ordinal);
  }
  return dealt;
}

const toTaking = (deps: Deps, { actor, now, notice }: Commit, item: HeldItem, ordinal: number): Taking => {
  const { seat, session, residentId, oncePerYear, idempotency, tookSeconds } = item;
  const { serviceCode, day } = session;
  const lecture = serviceCode === LECTURE_SERVICE ? { lectureId: session._id } : {};
  const words = session.lectureTitle ?? serviceName(deps, serviceCode);
  return {
    seat,
    residentId,
    keys: buildSeatKeys({ residentId, serviceCode, day, ordinal, ...lecture, oncePerYear }),
    by: actor.accountId,
    at: now,
    ...(idempotency ? { idempotency } : {}),
    ...(tookSeconds === undefined ? {} : { tookSeconds }),
    outbox: [owe(notice, { residentId, targetId: seat._id }, noticeOf(seat, session, words), now)],
  };
};

/**
 * Turns held seats into bookings, all or none. What is refused stays held: the caller gives it back.
 * @throws Unmatched when a seat is not held any more, or the booking that gives way has changed
 */
export async function commitHeld(deps: Deps, commit: Commit): Promise<Committed | Refusal> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const ordinals = await dealOrdinals(commit);
    if (!Array.isArray(ordinals)) return ordinals;
    const takings = commit.items.map((item, i) => toTaking(deps, commit, item, ordinals[i] as number));
    try {
      return await commitSeats(commit.leaving ? [commit.leaving.write] : [], takings);
    } catch (error) {
      const key = violatedKey(error);
      if (key === undefined) return refuseOrThrow(error);
      if (ruleOfKey(key) === 'N') continue;
      const keysOf = (taking: Taking): string[] => [...taking.keys, ...timeKeys(taking.residentId, taking.seat.grains)];
      const item = takings.findIndex((taking) => keysOf(taking).includes(key));
      const refusal = await refusalFor(deps, key, keysOf(takings[item] as Taking), commit);
      if (refusal) return { refusal, item };
      if (isWithin(takings.map(keysOf), key)) return { refusal: new AppError(refusalOfRule[ruleOfKey(key)]), item };
    }
  }
  return { refusal: new AppError('BUSY', { retryAfterSeconds: 1 }) };
}

/** Whether two of the items ask for the same thing. */
const isWithin = (keys: readonly string[][], key: string): boolean => keys.filter((of) => of.includes(key)).length > 1;

/** Without a key of a person it was the request's own key: the caller looks that up before any refusal. */
export const refuseOrThrow = (error: unknown): Refusal => {
  if ((error as { code?: unknown }).code === 11_000)
    return { refusal: new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 }) };
  throw error;
};
