import type { Booking } from '@linkang/shared/api/booking.routes';
import { proxyRouteScopes } from '@linkang/shared/api/proxy-scopes';
import type { QueueRoutes } from '@linkang/shared/api/queue.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf, instantOf, timeOf } from '@linkang/shared/domain/clinic-day';
import { CHECK_IN_OPENS_MINUTES } from '@linkang/shared/domain/visit-queue';
import { AppError } from '@linkang/shared/errors';
import type { ResidentActor, StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { advance, advanceSeat, loadServed, present } from '../booking';
import { findCardHolder, isCardCode } from '../card';
import { residentsOfAccount } from '../resident';
import { findLiveOf, findLiveOn, findSeat, findSession, type SeatRow } from '../session';
import { isCodeOf, makeCode } from './queue.codes';
import { drawQr } from './queue.qr';

/** There is one entrance. */
const ENTRANCE = 'entrance';

/**
 * The code of a booking, for the desk to scan.
 * @throws NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT when there is nothing left to check in for
 */
export async function readCode(deps: Deps, id: string, request: RequestInfo): Promise<Reply<QueueRoutes['code']>> {
  const { now } = request;
  const { seat } = await loadServed(id, 'queue.code', request);
  if (seat.status !== 'booked' || seat.day < dayOf(now))
    throw new AppError('STATE_CONFLICT', { detail: '这个预约不用再报到了，请刷新看看。' });
  const { code, renewAt } = makeCode(deps.keyring, 'booking', seat._id, now);
  return { code, renewAt: renewAt.toISOString(), image: await drawQr(code) };
}

/** The code that is shown at the entrance now. */
export async function readDeskCode(deps: Deps, now: Date): Promise<Reply<QueueRoutes['deskCode']>> {
  const { code, renewAt } = makeCode(deps.keyring, 'desk', ENTRANCE, now);
  return { code, renewAt: renewAt.toISOString() };
}

/**
 * The booking for which a card's holder has come: the next one that is not over, or else the last of those that they
 * have not checked in for, or the one for which they have.
 * @throws CHECK_IN_NOT_NOW when there is nothing today
 */
async function findByCard(residentId: string, now: Date): Promise<string> {
  const seats = await findLiveOf([residentId], dayOf(now));
  const open = seats.filter(({ status }) => status === 'booked');
  const seat = open.find(({ endTime }) => endTime >= timeOf(now)) ?? open.at(-1) ?? seats.at(-1);
  if (!seat) throw new AppError('CHECK_IN_NOT_NOW', { detail: '这位居民今天没有预约，可以在前台加约。' });
  return seat._id;
}

/**
 * Whose code was scanned, without checking them in: the booking that is not over, or the holder of a paper card.
 * @throws CHECK_IN_CODE_STALE, CARD_NOT_VALID
 */
export async function findScanned(
  deps: Deps,
  code: string,
  now: Date,
): Promise<{ bookingId: string } | { residentId: string }> {
  if (isCardCode(code)) {
    const residentId = await findCardHolder(deps, code);
    if (residentId === undefined) throw new AppError('CARD_NOT_VALID');
    return { residentId };
  }
  const ids = await findLiveOn(dayOf(now));
  const bookingId = ids.find((one) => isCodeOf(deps.keyring, 'booking', one, code, now));
  if (bookingId === undefined) throw new AppError('CHECK_IN_CODE_STALE');
  return { bookingId };
}

/**
 * Checks in whose code was scanned. A code says nothing: it is compared with those of the day's bookings, or it is
 * that of a paper card.
 * @throws CHECK_IN_CODE_STALE, CARD_NOT_VALID, CHECK_IN_NOT_NOW, STATE_CONFLICT when they have checked in already
 */
export async function scanCode(deps: Deps, code: string, request: RequestInfo<StaffActor>): Promise<Booking> {
  const { now } = request;
  const scanned = await findScanned(deps, code, now);
  const id = 'bookingId' in scanned ? scanned.bookingId : await findByCard(scanned.residentId, now);
  return advance(deps, id, 'checkIn', request);
}

/** Whether one can check in for a seat now: shortly before its start until the session is over. */
async function isNow(seat: SeatRow, now: Date): Promise<boolean> {
  const opensMs = instantOf(seat.day, seat.startTime).getTime() - CHECK_IN_OPENS_MINUTES * 60_000;
  if (now.getTime() < opensMs) return false;
  const session = await findSession(seat.sessionId);
  return session !== null && now <= instantOf(session.day, session.endTime);
}

/** Bookings of now for which the account may check in: of the own person and of those it acts for. */
async function findOfNow(actor: ResidentActor, now: Date): Promise<SeatRow[]> {
  const people = await residentsOfAccount(actor.accountId, now);
  const ids = people.filter(({ scopes }) => scopes.includes(proxyRouteScopes['queue.arrive'])).map(({ id }) => id);
  const seats = await findLiveOf(ids, dayOf(now));
  const fits = await Promise.all(seats.map((seat) => isNow(seat, now)));
  return seats.filter((_, i) => fits[i]);
}

type Arrival = Reply<QueueRoutes['arrive']>;

/** Checks in for one booking; whoever has done so already is told the same again. */
async function arriveFor(deps: Deps, id: string, request: RequestInfo<ResidentActor>): Promise<Arrival> {
  const served = await loadServed(id, 'queue.arrive', request);
  const { seat, viewer } = served;
  if (seat.status === 'arrived' || seat.status === 'called')
    return { booking: await present(deps, seat, viewer, request.now), choices: [] };
  if (seat.status === 'booked' && !(await isNow(seat, request.now))) throw new AppError('CHECK_IN_NOT_NOW');
  try {
    const arrived = await advanceSeat(deps, served, 'checkIn', request);
    return { booking: await present(deps, arrived, viewer, request.now), choices: [] };
  } catch (error) {
    // Another phone, or the same page opened twice, was quicker by a moment.
    const after = error instanceof AppError && error.code === 'STATE_CONFLICT' ? await findSeat(id) : null;
    if (after?.status !== 'arrived' && after?.status !== 'called') throw error;
    return { booking: await present(deps, after, viewer, request.now), choices: [] };
  }
}

/**
 * Checks in by the code at the entrance. The code only proves that somebody stands there: for whom they may check
 * in, their sign-in says.
 * @throws CHECK_IN_CODE_STALE, CHECK_IN_NOT_NOW, NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT
 */
export async function arrive(
  deps: Deps,
  body: { code: string; bookingId?: string | undefined },
  request: RequestInfo<ResidentActor>,
): Promise<Arrival> {
  const { actor, now } = request;
  if (!isCodeOf(deps.keyring, 'desk', ENTRANCE, body.code, now)) throw new AppError('CHECK_IN_CODE_STALE');
  if (body.bookingId !== undefined) return arriveFor(deps, body.bookingId, request);
  const seats = await findOfNow(actor, now);
  const open = seats.filter((seat) => seat.status === 'booked');
  const [only] = open.length > 0 ? open : seats;
  if (!only) throw new AppError('CHECK_IN_NOT_NOW');
  if (open.length <= 1) return arriveFor(deps, only._id, request);
  const choices = open.map(async ({ _id }) => {
    const { seat, viewer } = await loadServed(_id, 'queue.arrive', request);
    return present(deps, seat, viewer, now);
  });
  return { booking: null, choices: await Promise.all(choices) };
}
