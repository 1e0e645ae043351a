import type { RouteName } from '@linkang/shared/api/index';
import type { Input, Reply } from '@linkang/shared/api/route';
import type { WaitlistEntry, WaitlistRoutes } from '@linkang/shared/api/waitlist.routes';
import { addDays, ageOn, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { isWorthOffering } from '@linkang/shared/domain/waiting-rules';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { asSignedIn, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { findBookingIn, findTarget, takeHeldSeat } from '../booking';
import { assertServes, findResidents } from '../resident';
import {
  dropHold,
  ELDER_AGE,
  findSeat,
  findSeats,
  findSession,
  findSessionsById,
  hasFreeSeat,
  heldForEntry,
  recallFree,
  releaseSeat,
  serviceName,
  type SessionRow,
} from '../session';
import {
  closeOffered,
  countBefore,
  findOpenEntry,
  findWaiting,
  findWaitingOf,
  insertWaitingOnce,
  leaveWaiting,
  type WaitingRow,
} from '../waiting';
import { presentEntry } from './waitlist.presenter';

/** Entries that a list shows at most. */
const MAX_LISTED = 50;

async function presentAll(entries: WaitingRow[]): Promise<WaitlistEntry[]> {
  const [sessions, seats, before] = await Promise.all([
    findSessionsById([...new Set(entries.map((entry) => entry.sessionId))]),
    findSeats(entries.flatMap((entry) => entry.seatId ?? [])),
    Promise.all(entries.map(async (entry) => (entry.status === 'waiting' ? countBefore(entry) : 0))),
  ]);
  return entries.flatMap((entry, i) => {
    const session = sessions.find((row) => row._id === entry.sessionId);
    const seat = seats.find((row) => row._id === entry.seatId);
    return session ? [presentEntry(entry, session, seat, before[i] ?? 0)] : [];
  });
}

/** One entry. @throws NOT_FOUND */
async function present(entry: WaitingRow | null): Promise<WaitlistEntry> {
  const [shown] = entry ? await presentAll([entry]) : [];
  if (!shown) throw new AppError('NOT_FOUND');
  return shown;
}

/** The entry, if the caller acts for its person or is staff. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
async function load(id: string, action: RouteName, request: RequestInfo): Promise<WaitingRow> {
  const entry = await findWaiting(id);
  if (!entry) throw new AppError('NOT_FOUND');
  await assertServes(request, action, entry.residentId);
  return entry;
}

/** @throws the refusals of booking, WAITLIST_NOT_NEEDED when there is a seat that the person may book */
async function assertMayWait(
  deps: Deps,
  session: SessionRow,
  residentId: string,
  request: IdempotentRequestInfo,
): Promise<{ oncePerYear: boolean }> {
  const { actor, now } = request;
  const target = await findTarget(deps, session, { residentId, actor, now });
  if (target instanceof AppError) throw target;
  if (!isWorthOffering({ day: session.day, startTime: session.lastStartTime }, now))
    throw new AppError('BOOKING_TOO_LATE');
  const conflict = await findBookingIn(deps, session, residentId, request);
  if (conflict) throw new AppError('BOOKING_DUPLICATE', { conflict });
  if (await hasFreeSeat(target.filter)) throw new AppError('WAITLIST_NOT_NEEDED');
  return target;
}

/** Waits for a seat of a full session. @throws NOT_FOUND, PROXY_SCOPE_MISSING, WAITLIST_DUPLICATE, WAITLIST_NOT_NEEDED */
export async function joinList(
  deps: Deps,
  { sessionId, residentId, autoAccept }: Input<WaitlistRoutes['join']>['body'],
  request: IdempotentRequestInfo,
): Promise<WaitlistEntry> {
  const { now, actor, idempotency } = request;
  await assertServes(request, 'waitlist.join', residentId);
  const session = await findSession(sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  const build = async (): Promise<WaitingRow> => {
    const { oncePerYear } = await assertMayWait(deps, session, residentId, request);
    const [resident] = await findResidents([residentId]);
    return {
      _id: new mongoose.Types.ObjectId().toHexString(),
      sessionId,
      residentId,
      day: session.day,
      seq: now.getTime(),
      autoAccept,
      status: 'waiting',
      open: true,
      elder: resident !== undefined && ageOn(resident.birthDay, dayOf(now)) >= ELDER_AGE,
      quotasOpenAt: instantOf(addDays(session.day, -1), deps.config.booking.quotasOpen.dayBeforeTime),
      oncePerYear,
      serviceName: session.lectureTitle ?? serviceName(deps, session.serviceCode),
      joinedBy: actor.accountId,
      joinedAt: now,
    };
  };
  const entry = await insertWaitingOnce(idempotency, now, build, async () => {
    const other = await findOpenEntry(sessionId, residentId);
    throw new AppError('WAITLIST_DUPLICATE', other ? { conflict: await present(other) } : {});
  });
  // A seat may have come free between the look and the entry.
  await recallFree(sessionId, now);
  return present(await findWaiting(entry._id));
}

/** What a resident waits or waited for. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export async function listEntries(residentId: string, request: RequestInfo): Promise<Reply<WaitlistRoutes['list']>> {
  await assertServes(request, 'waitlist.list', residentId);
  return { items: await presentAll(await findWaitingOf(residentId, MAX_LISTED)) };
}

/** One entry. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export const getEntry = async (id: string, request: RequestInfo): Promise<WaitlistEntry> =>
  present(await load(id, 'waitlist.get', request));

/** The refusal of a change that came too late, with the entry as it is. */
const stateConflict = async (id: string): Promise<AppError> =>
  new AppError('STATE_CONFLICT', { conflict: await present(await findWaiting(id)) });

/**
 * Takes the offered seat; a repeat answers with the same. The seat is booked first, the entry after it.
 * @param moveFrom another booking of the person, which is given up in the same moment
 * @throws NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT when no seat is offered any more, the refusals of booking
 */
export async function acceptSeat(
  deps: Deps,
  id: string,
  moveFrom: string | undefined,
  request: RequestInfo,
): Promise<WaitlistEntry> {
  const entry = await load(id, 'waitlist.accept', request);
  if (entry.status === 'booked') return present(entry);
  const seat = entry.status === 'offered' && entry.seatId ? await findSeat(entry.seatId) : null;
  if (!seat) throw await stateConflict(id);
  const isOwn = seat.heldFor === heldForEntry(id);
  const { residentId } = entry;
  const actor = asSignedIn(request.actor);
  const held = { seat, residentId, ...(moveFrom === undefined ? {} : { moveFrom }) };
  const taken = isOwn && (await takeHeldSeat(deps, held, { actor, now: request.now }));
  // Somebody may have accepted at the same moment, which then counts for both.
  const current = taken ? null : await findSeat(seat._id);
  if (!taken && !(isOwn && current?.residentId === residentId)) throw await stateConflict(id);
  await closeOffered(id, seat._id, 'booked');
  return present(await findWaiting(id));
}

/** Leaves the list; a seat that is held for the person is freed first. @throws NOT_FOUND, STATE_CONFLICT */
export async function leaveList(id: string, request: RequestInfo): Promise<WaitlistEntry> {
  const { now } = request;
  const entry = await load(id, 'waitlist.leave', request);
  const leaving = { leftBy: asSignedIn(request.actor).accountId, leftAt: now };
  if (entry.status === 'offered' && entry.seatId) {
    const dropped = await dropHold({ _id: entry.seatId, heldFor: heldForEntry(id) }, now);
    const left = dropped && (await closeOffered(id, entry.seatId, 'left', leaving));
    if (dropped) await releaseSeat(dropped, now);
    if (left) return present(left);
  }
  const left = await leaveWaiting(id, leaving);
  if (!left) throw await stateConflict(id);
  return present(left);
}
