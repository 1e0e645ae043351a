import type { Booking } from '@linkang/shared/api/booking.routes';
import { yearOf } from '@linkang/shared/domain/clinic-day';
import { MAX_BOOKINGS_A_DAY } from '@linkang/shared/domain/seat-keys';
import { AppError, type ErrorCode } from '@linkang/shared/errors';
import type { SignedIn } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { withLeaseInTurn } from '../../platform/jobs';
import { claimFor } from '../booking';
import {
  findByIdems,
  findSeatsOfPeople,
  findService,
  findSessionsById,
  serviceName,
  type PersonsSeat,
  type SessionRow,
} from '../session';
import { findOutcomes, findRun, markProgress, writeOutcomes, type OutcomeRow, type RunRow } from './bulk.model';

const LEASE_MS = 10_000;
/** People who are booked at a time: others who book meanwhile find room in the gate and in the pool. */
const AT_ONCE = 25;

/** After these a later session may still do. */
const mayFitLater: readonly ErrorCode[] = [
  'BOOKING_SESSION_FULL',
  'BOOKING_TIME_CLASH',
  'BOOKING_DAY_LIMIT',
  'BOOKING_SESSION_CLOSED',
  'BOOKING_TOO_LATE',
  'BOOKING_NOT_RELEASED',
  'PHYSICAL_NOT_ELIGIBLE',
  'PHYSICAL_ALREADY_USED',
];

/** To be asked again, by this run itself. */
const passing: readonly ErrorCode[] = ['BUSY', 'IDEMPOTENCY_IN_PROGRESS'];

/** What stays the same however often a run is taken up: the same person gets the same seat. */
const idemOf = (run: RunRow, residentId: string): string => `B:${run._id}:${residentId}`;

const outcomeOf = (run: RunRow, residentId: string): Pick<OutcomeRow, '_id' | 'runId' | 'residentId'> => ({
  _id: `${run._id}:${residentId}`,
  runId: run._id,
  residentId,
});

/** Why somebody gets no seat. */
type Refusal = Required<Pick<OutcomeRow, 'cause'>> & Pick<OutcomeRow, 'inTheWay'>;

/** A refusal with the booking in the way, where the person may be told of one. */
function refusalOf({ code, details }: AppError): Refusal {
  const conflict = details.conflict as Booking | undefined;
  if (!conflict) return { cause: code };
  const { serviceName: service, day, startTime } = conflict;
  return { cause: code, inTheWay: { serviceName: service, day, startTime } };
}

/** A run with its sessions, and what its people have already. */
interface Stage {
  deps: Deps;
  run: RunRow;
  sessions: Pick<SessionRow, '_id' | 'day'>[];
  oncePerYear: boolean;
  seats: ReadonlyMap<string, PersonsSeat[]>;
}

/** Asks for a seat that leaves the person's other bookings alone, and without that wish to hear what is in the way. */
async function claim({ deps, run, seats }: Stage, residentId: string, sessionId: string) {
  const actor: SignedIn = { kind: 'staff', accountId: run.by, signInId: 'bulk', roles: [], teamIds: [] };
  const idempotency = { idem: idemOf(run, residentId), bodyHash: run._id };
  const request = { sessionId, residentId, actor, idempotency, now: deps.clock.now() };
  const busyGrains = (seats.get(residentId) ?? []).flatMap((seat) => (isWithin(run, seat) ? seat.grains : []));
  if (!busyGrains.length) return claimFor(deps, request);
  try {
    return await claimFor(deps, { ...request, busyGrains });
  } catch (error) {
    if (error instanceof AppError && error.code === 'BOOKING_SESSION_FULL') return claimFor(deps, request);
    throw error;
  }
}

const isWithin = ({ fromDay, toDay }: RunRow, { day }: PersonsSeat): boolean => fromDay <= day && day <= toDay;

/**
 * What speaks against a session for somebody by what was read before. The claim decides; but where all seats are taken
 * it would not say that this person had no right to one anyway.
 */
function knownRefusal({ deps, run, seats, oncePerYear }: Stage, residentId: string, day: string): Refusal | undefined {
  const own = seats.get(residentId) ?? [];
  const counts = (seat: PersonsSeat): boolean => (oncePerYear ? yearOf(seat.day) === yearOf(day) : isWithin(run, seat));
  const same = own.find((seat) => seat.serviceCode === run.serviceCode && counts(seat));
  if (same) {
    const inTheWay = { serviceName: serviceName(deps, run.serviceCode), day: same.day, startTime: same.startTime };
    return { cause: oncePerYear ? 'PHYSICAL_ALREADY_USED' : 'BOOKING_DUPLICATE', inTheWay };
  }
  const isDayFull = own.filter((seat) => seat.day === day).length >= MAX_BOOKINGS_A_DAY;
  return isDayFull ? { cause: 'BOOKING_DAY_LIMIT' } : undefined;
}

/** One person in one session: the seat, why there is none, or undefined when it has to be tried again. */
async function dealSeat(
  stage: Stage,
  residentId: string,
  { _id, day }: Stage['sessions'][number],
): Promise<{ seatId: string } | Refusal | undefined> {
  const known = knownRefusal(stage, residentId, day);
  if (known) return known;
  try {
    return { seatId: (await claim(stage, residentId, _id)).seat._id };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return passing.includes(error.code) ? undefined : refusalOf(error);
  }
}

/** Books one person in the first session that does. @returns undefined when it has to be tried again */
async function dealOne(stage: Stage, residentId: string): Promise<OutcomeRow | undefined> {
  const base = outcomeOf(stage.run, residentId);
  const refusals: Refusal[] = [];
  for (const session of stage.sessions) {
    const result = await dealSeat(stage, residentId, session);
    if (!result) return undefined;
    if ('seatId' in result) return { ...base, ...result };
    refusals.push(result);
    if (!mayFitLater.includes(result.cause)) break;
  }
  // What speaks against the person says more than that all is taken.
  const refusal = refusals.find(({ cause }) => cause !== 'BOOKING_SESSION_FULL') ?? refusals[0];
  return { ...base, ...(refusal ?? { cause: 'BOOKING_SESSION_CLOSED' }) };
}

/** Finds what a process that was killed has booked and not written down. @returns those who are left */
async function takeUp(run: RunRow): Promise<string[]> {
  const known = new Set((await findOutcomes(run._id)).map(({ residentId }) => residentId));
  const left = run.residentIds.filter((id) => !known.has(id));
  const made = new Map((await findByIdems(left.map((id) => idemOf(run, id)))).map((seat) => [seat.idem, seat._id]));
  const found = left.flatMap((residentId) => {
    const seatId = made.get(idemOf(run, residentId));
    return seatId === undefined ? [] : [{ ...outcomeOf(run, residentId), seatId }];
  });
  await writeOutcomes(found);
  const recovered = new Set(found.map(({ residentId }) => residentId));
  return left.filter((id) => !recovered.has(id));
}

/** What people have in the years of a run, of every service. */
async function readSeats({ fromDay, toDay }: RunRow, residentIds: readonly string[]): Promise<Stage['seats']> {
  const seats = new Map<string, PersonsSeat[]>();
  const years = { fromDay: `${yearOf(fromDay)}-01-01`, toDay: `${yearOf(toDay)}-12-31` };
  for (const seat of await findSeatsOfPeople(residentIds, years))
    seats.set(seat.residentId, [...(seats.get(seat.residentId) ?? []), seat]);
  return seats;
}

async function readStage(deps: Deps, run: RunRow, left: readonly string[]): Promise<Stage> {
  const sessions = new Map((await findSessionsById(run.sessionIds)).map((session) => [session._id, session]));
  return {
    deps,
    run,
    sessions: run.sessionIds.flatMap((id) => sessions.get(id) ?? []),
    oncePerYear: findService(deps, run.serviceCode)?.oncePerYear ?? false,
    seats: await readSeats(run, left),
  };
}

/** One pass over all who are left. @returns how many have to be tried again */
async function dealAll(deps: Deps, run: RunRow): Promise<number> {
  const left = await takeUp(run);
  const stage = await readStage(deps, run, left);
  let again = 0;
  for (let from = 0; from < left.length; from += AT_ONCE) {
    const outcomes = await Promise.all(left.slice(from, from + AT_ONCE).map((id) => dealOne(stage, id)));
    const known = outcomes.filter((outcome) => outcome !== undefined);
    again += outcomes.length - known.length;
    await writeOutcomes(known);
    await markProgress(run._id);
  }
  return again;
}

/** So often are people asked for again who met a busy database; the job comes back to them later. */
const MAX_PASSES = 5;

async function deal(deps: Deps, runId: string): Promise<void> {
  // What another process has finished meanwhile is read anew.
  const run = await findRun(runId);
  if (run?.state !== 'running') return;
  for (let pass = 1; pass <= MAX_PASSES; pass += 1)
    if ((await dealAll(deps, run)) === 0) return markProgress(runId, deps.clock.now());
}

const working = new Map<string, Promise<void>>();

/**
 * Deals out the seats of a run, or goes on where it was left. Runs of one service take turns, so that nobody whom two
 * of them name gets a seat on two days; the keys of the seats decide whatever happens besides.
 */
export function workOn(deps: Deps, run: Pick<RunRow, '_id' | 'serviceCode'>): Promise<void> {
  const running = working.get(run._id);
  if (running) return running;
  const work = withLeaseInTurn(deps, `bulk:${run.serviceCode}`, LEASE_MS, () => deal(deps, run._id)).finally(() =>
    working.delete(run._id),
  );
  working.set(run._id, work);
  return work;
}
