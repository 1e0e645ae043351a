import { AppError, errorCatalogue } from '@linkang/shared/errors';
import type { SignedIn } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { assertSameBody, type Idempotency } from '../../platform/idempotency';
import { Unmatched } from '../../platform/transaction';
import {
  dropHold,
  findByIdems,
  findHold,
  findSession,
  holdSeat,
  leaveFor,
  releaseSeat,
  type ClaimFilter,
  type SeatRow,
} from '../session';
import { findTarget, type ClaimedSeat } from './booking.claim';
import { commitHeld, type HeldItem, type Refusal } from './booking.commit';
import { forgetFacts, sessionFacts } from './booking.facts';

/** How long seats are held until all of them are booked, in milliseconds; a crash keeps them no longer. */
const HOLD_MS = 2 * 60_000;

/** Seats that are booked together or not at all. */
export interface GroupRequest {
  items: readonly { sessionId: string; residentId: string }[];
  /** The booking that gives way, in one and the same moment. */
  leaving?: { _id: string; residentId: string };
  actor: SignedIn;
  idempotency: Idempotency;
  now: Date;
  /** Stands in the first seat: it is one booking, however many come. */
  tookSeconds?: number;
}

const idempotencyOf = ({ idempotency }: GroupRequest, item: number): Idempotency => ({
  idem: `${idempotency.idem}:${item}`,
  bodyHash: idempotency.bodyHash,
});

/** What this request has booked before, in its present state. @throws IDEMPOTENCY_MISMATCH */
async function findMade(request: GroupRequest): Promise<ClaimedSeat[] | undefined> {
  const idems = request.items.map((_, i) => idempotencyOf(request, i).idem);
  const rows = new Map((await findByIdems(idems)).map((row) => [row.idem, row]));
  for (const row of rows.values()) assertSameBody(row, request.idempotency);
  if (rows.size < idems.length) return undefined;
  return Promise.all(idems.map((idem) => withSession(rows.get(idem) as SeatRow)));
}

async function withSession(seat: SeatRow): Promise<ClaimedSeat> {
  const session = await findSession(seat.sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  return { seat, session };
}

const stillRunning = (): AppError => new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 });

/** Holds from the hint on, and once more from the front when nothing was there. */
async function holdFromHint(request: GroupRequest, filter: ClaimFilter, item: number, hint: number) {
  const { actor, now, idempotency } = request;
  const hold = {
    heldFor: `B:${idempotency.idem}`,
    heldUntil: new Date(now.getTime() + HOLD_MS),
    holdKey: idempotencyOf(request, item).idem,
  };
  const held = await holdSeat(filter, hold, actor.accountId, now, hint);
  return held === null && hint > 1 ? holdSeat(filter, hold, actor.accountId, now) : held;
}

/** Holds the seat of one item. */
async function holdItem(deps: Deps, request: GroupRequest, item: number): Promise<HeldItem | AppError> {
  const { sessionId, residentId } = request.items[item] as GroupRequest['items'][number];
  const facts = await sessionFacts(sessionId);
  if (!facts) return new AppError('NOT_FOUND');
  const { session } = facts;
  const target = await findTarget(deps, session, { residentId, actor: request.actor, now: request.now });
  if (target instanceof AppError) return target;
  const seat = await holdFromHint(request, target.filter, item, facts.hint);
  if (seat === 'running') return stillRunning();
  const idempotency = idempotencyOf(request, item);
  if (!seat) return (await findHold(idempotency.idem)) ? stillRunning() : new AppError('BOOKING_SESSION_FULL');
  const took = item === 0 && request.tookSeconds !== undefined ? { tookSeconds: request.tookSeconds } : {};
  return { seat, session, residentId, oncePerYear: target.oncePerYear, idempotency, ...took };
}

async function giveBack(held: readonly HeldItem[], now: Date): Promise<void> {
  for (const { seat } of held) {
    const dropped = await dropHold(seat, now);
    if (dropped) await releaseSeat(dropped, now);
    forgetFacts(seat.sessionId);
  }
}

/** Why a commit met something else than was seen; the booking that gives way is looked at by the caller. */
async function explain(error: Unmatched, held: readonly HeldItem[]): Promise<Refusal> {
  if (error.what === 'left') return { refusal: new AppError('STATE_CONFLICT') };
  for (const [item, { seat }] of held.entries())
    if ((await findSession(seat.sessionId))?.state !== 'open')
      return { refusal: new AppError('BOOKING_SESSION_CLOSED'), item };
  return { refusal: new AppError('BUSY', { retryAfterSeconds: 1 }) };
}

async function commitGroup(deps: Deps, request: GroupRequest, items: HeldItem[]): Promise<ClaimedSeat[] | Refusal> {
  const { actor, now, leaving } = request;
  const movedTo = items[0]?.seat._id as string;
  try {
    const result = await commitHeld(deps, {
      items,
      ...(leaving ? { leaving: { seatId: leaving._id, write: leaveFor(leaving, movedTo, actor.accountId, now) } } : {}),
      notice: leaving ? 'bookingMoved' : 'bookingMade',
      actor,
      now,
    });
    if ('refusal' in result) return result;
    for (const left of result.left) {
      await releaseSeat(left, now);
      forgetFacts(left.sessionId);
    }
    return result.taken.map((seat, i) => ({ seat, session: (items[i] as HeldItem).session }));
  } catch (error) {
    if (error instanceof Unmatched) return explain(error, items);
    throw error;
  }
}

/** Holds every seat, then books them all; whatever is refused on the way gives all of them back. */
async function tryGroup(deps: Deps, request: GroupRequest): Promise<ClaimedSeat[] | Refusal> {
  const held: HeldItem[] = [];
  let result: ClaimedSeat[] | Refusal | undefined;
  try {
    for (const item of request.items.keys()) {
      const next = await holdItem(deps, request, item);
      if (next instanceof AppError) return { refusal: next, item };
      held.push(next);
    }
    result = await commitGroup(deps, request, held);
    return result;
  } finally {
    if (!Array.isArray(result)) await giveBack(held, request.now);
  }
}

/** Says which of several items was refused. */
const nameItem = ({ refusal, item }: Refusal, count: number): AppError => {
  if (item === undefined || count === 1) return refusal;
  const fields = [fieldFault(`body.items.${item}`, refusal.code, errorCatalogue[refusal.code].title)];
  return new AppError(refusal.code, { ...refusal.details, fields });
};

/**
 * Books several seats together, or moves a booking: hold all, then commit in one transaction. Before any refusal the
 * request's own key is looked up, so that somebody whose answer was lost is never refused what is theirs.
 * @throws NOT_FOUND, IDEMPOTENCY_MISMATCH, IDEMPOTENCY_IN_PROGRESS, STATE_CONFLICT and the refusals of booking
 */
export async function bookGroup(deps: Deps, request: GroupRequest): Promise<ClaimedSeat[]> {
  const before = await findMade(request);
  if (before) return before;
  const result = await tryGroup(deps, request);
  if (Array.isArray(result)) return result;
  const made = await findMade(request);
  if (made) return made;
  throw nameItem(result, request.items.length);
}
