import { ageOn, dayOf, sayDay, timeOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { buildSeatKeys, MAX_BOOKINGS_A_DAY, ruleOfKey } from '@linkang/shared/domain/seat-keys';
import { AppError, type ErrorCode } from '@linkang/shared/errors';
import type { SignedIn } from '../../platform/actor';
import type { ServiceSettings } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import { assertSameBody, type Idempotency } from '../../platform/idempotency';
import { findResidents } from '../resident';
import {
  allowedQuotas,
  claimSeat,
  findByKey,
  findService,
  findSession,
  LECTURE_SERVICE,
  purposeOf,
  violatedKey,
  type ClaimFilter,
  type SeatRow,
  type SessionRow,
} from '../session';
import { rememberFull, sessionFacts, wasJustFull, type SessionFacts } from './booking.facts';
import { ageRefusal, horizonOf, sessionRefusal } from './booking.policy';
import { findOwnBooking } from './booking.lookup';
import { findPause } from './booking.pause';
import { presentBookings } from './booking.presenter';

/** A request for a seat, authorised already. */
export interface SeatRequest {
  sessionId: string;
  residentId: string;
  actor: SignedIn;
  idempotency: Idempotency;
  now: Date;
  tookSeconds?: number;
  /** Quarters of an hour that the person does not want: seats at other times of the session are looked for. */
  busyGrains?: readonly string[];
}

/** A seat with its session. */
export interface ClaimedSeat {
  seat: SeatRow;
  session: SessionRow;
}

/** How the refusal is called that a rule about a person demands. */
export const refusalOfRule: Record<ReturnType<typeof ruleOfKey>, ErrorCode> = {
  D: 'BOOKING_DUPLICATE',
  L: 'BOOKING_DUPLICATE',
  H: 'BOOKING_TIME_CLASH',
  Y: 'PHYSICAL_ALREADY_USED',
  N: 'BOOKING_DAY_LIMIT',
};

/** How often a claim is tried anew when the booking in its way has just gone. */
const MAX_ATTEMPTS = 5;

/**
 * Books a seat in one write. Before any refusal the request's own key is looked up, so that somebody whose
 * answer was lost never hears "full" about the seat that is theirs.
 * @throws NOT_FOUND, IDEMPOTENCY_MISMATCH and the refusals of booking
 */
export async function claimFor(deps: Deps, request: SeatRequest): Promise<ClaimedSeat> {
  const facts = await sessionFacts(request.sessionId);
  if (!facts) throw new AppError('NOT_FOUND');
  const { session } = facts;
  const result = await tryClaim(deps, facts, request);
  if (!(result instanceof AppError)) return { seat: result, session: await sessionOf(facts, result) };
  const made = await findOwnBooking(request.idempotency.idem);
  if (!made) throw result;
  assertSameBody(made, request.idempotency);
  return { seat: made, session };
}

/** The session of a seat just taken, read anew when it got another time or place within the last second. */
async function sessionOf({ session }: SessionFacts, seat: SeatRow): Promise<SessionRow> {
  if ((seat.edit ?? 0) === (session.edit?.no ?? 0)) return session;
  return (await findSession(session._id)) ?? session;
}

/** The person who would come, read only where their age matters. */
async function readBirthDay(
  session: SessionRow,
  service: ServiceSettings | undefined,
  residentId: string,
): Promise<string | undefined> {
  if (!service?.minAge && session.quotas.elder === 0) return undefined;
  const [resident] = await findResidents([residentId]);
  return resident?.birthDay;
}

/** Who wants a seat in a session, and when. */
export type Seeker = Pick<SeatRequest, 'residentId' | 'actor' | 'now'>;

/** Which seats of a session somebody may take. */
export interface ClaimTarget {
  filter: ClaimFilter;
  oncePerYear: boolean;
}

/** The refusal of online booking to somebody who did not come too often; lectures and protected services stay open. */
async function pauseRefusal(
  deps: Deps,
  service: ServiceSettings | undefined,
  { actor, residentId, now }: Seeker,
): Promise<AppError | undefined> {
  if (actor.kind === 'staff' || !service) return undefined;
  if (deps.config.booking.noShow.protectedServices.includes(service.code)) return undefined;
  const until = await findPause(deps, residentId, now);
  if (!until) return undefined;
  const day = sayDay(dayOf(until), yearOf(dayOf(now)));
  return new AppError('BOOKING_PAUSED', { detail: `线上预约暂停到${day}，可以打电话或到前台预约。` });
}

/** The seats that somebody may take, or the refusal that session and person demand. */
export async function findTarget(deps: Deps, session: SessionRow, request: Seeker): Promise<ClaimTarget | AppError> {
  const { now, residentId } = request;
  const service = findService(deps, session.serviceCode);
  const closed = sessionRefusal(session, service, now, request.actor.kind === 'staff');
  if (closed) return closed;
  const paused = await pauseRefusal(deps, service, request);
  if (paused) return paused;
  const birthDay = await readBirthDay(session, service, residentId);
  const tooYoung = service && birthDay ? ageRefusal(service, birthDay, session.day) : undefined;
  if (tooYoung) return tooYoung;

  const today = dayOf(now);
  const seeker = { actor: request.actor, ...(birthDay ? { age: ageOn(birthDay, today) } : {}) };
  const horizon = horizonOf(service, now, request.actor.kind === 'staff');
  const quotas = allowedQuotas(session, seeker, deps.config.booking.quotasOpen.dayBeforeTime, now);
  const filter: ClaimFilter = {
    sessionId: session._id,
    quotas,
    day: session.day,
    ...(session.day === dayOf(horizon) ? { afterTime: timeOf(horizon) } : {}),
  };
  return { filter, oncePerYear: service?.oncePerYear ?? false };
}

async function tryClaim(deps: Deps, facts: SessionFacts, request: SeatRequest): Promise<SeatRow | AppError> {
  const target = await findTarget(deps, facts.session, request);
  if (target instanceof AppError) return target;
  const { oncePerYear } = target;
  const filter = { ...target.filter, ...(request.busyGrains ? { busyGrains: request.busyGrains } : {}) };
  if (wasJustFull(facts, filter.quotas.join())) return new AppError('BOOKING_SESSION_FULL');
  return claimWithOrdinal(deps, facts, filter, request, oncePerYear);
}

/** Claims, giving the person the first free place among the bookings of the day. */
async function claimWithOrdinal(
  deps: Deps,
  facts: SessionFacts,
  filter: ClaimFilter,
  request: SeatRequest,
  oncePerYear: boolean,
): Promise<SeatRow | AppError> {
  const { session } = facts;
  const { residentId } = request;
  const words = { service: purposeOf(deps, session), place: session.place };
  let ordinal = 1;
  for (let attempt = 1; ; attempt += 1) {
    const keys = buildSeatKeys({
      residentId,
      serviceCode: session.serviceCode,
      day: session.day,
      ordinal,
      ...(session.serviceCode === LECTURE_SERVICE ? { lectureId: session._id } : {}),
      oncePerYear,
    });
    const { actor, now: at, idempotency, tookSeconds } = request;
    const took = tookSeconds === undefined ? {} : { tookSeconds };
    const claim = { residentId, keys, by: actor.accountId, at, idempotency, words, ...took };
    try {
      const seat = await claimFromHint(facts, filter, claim);
      if (seat) return seat;
      // For others there may be seats at the times that this person does not want.
      if (!filter.busyGrains?.length) rememberFull(facts, filter.quotas.join());
      return new AppError('BOOKING_SESSION_FULL');
    } catch (error) {
      const key = violatedKey(error);
      // Without a key of a person it was the request's own key: the caller looks that up before any refusal.
      if (key === undefined) return refuseOrThrow(error);
      if (ruleOfKey(key) === 'N' && ordinal < MAX_BOOKINGS_A_DAY) {
        ordinal += 1;
        continue;
      }
      const refusal = await refusalFor(deps, key, keys, request);
      if (refusal) return refusal;
      if (attempt >= MAX_ATTEMPTS) return new AppError('BUSY', { retryAfterSeconds: 1 });
    }
  }
}

const refuseOrThrow = (error: unknown): AppError => {
  if ((error as { code?: unknown }).code === 11_000)
    return new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 });
  throw error;
};

/** Looks from the hint on, and once more from the front when nothing was there. */
async function claimFromHint(
  facts: SessionFacts,
  filter: ClaimFilter,
  claim: Parameters<typeof claimSeat>[1],
): Promise<SeatRow | null> {
  const fromNo = facts.hint <= facts.session.made ? facts.hint : 1;
  // The next one who comes meanwhile starts a row further on: nobody fights over the same row.
  facts.hint = fromNo + 1;
  const seat = await claimSeat(filter, claim, fromNo);
  // A hint that was read anew begins in front of rows that were taken long ago.
  if (seat && !filter.busyGrains?.length) facts.hint = Math.max(facts.hint, seat.no + 1);
  if (seat || fromNo === 1) return seat;
  return claimSeat(filter, claim, 0);
}

/** Of several rules that a claim breaks the database names any; people are told of the first of these. */
const rulesByWeight = ['Y', 'L', 'D', 'H', 'N'];

/** The refusal for keys of which one is taken, with the booking in the way; undefined when that has just gone. */
export async function refusalFor(
  deps: Deps,
  named: string,
  keys: readonly string[],
  request: Pick<SeatRequest, 'actor' | 'now'>,
): Promise<AppError | undefined> {
  const weightOf = (key: string): number => rulesByWeight.indexOf(ruleOfKey(key));
  const heavier = keys.filter((key) => weightOf(key) < weightOf(named)).sort((a, b) => weightOf(a) - weightOf(b));
  for (const key of [...heavier, named]) {
    const inTheWay = await findByKey(key);
    if (!inTheWay) continue;
    const code = refusalOfRule[ruleOfKey(key)];
    if (code === 'BOOKING_DAY_LIMIT') return new AppError(code);
    const [conflict] = await presentBookings(deps, [inTheWay], request.now, request.actor);
    return new AppError(code, { conflict });
  }
  return undefined;
}
