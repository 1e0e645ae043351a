import type { Booking } from '@linkang/shared/api/booking.routes';
import { AppError, type ErrorCode } from '@linkang/shared/errors';
import type { SignedIn } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { withLeaseInTurn } from '../../platform/jobs';
import { claimFor } from '../booking';
import { findByIdems, findSeatsOfPeople, serviceName, type PersonsSeat } from '../session';
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

/** The way in which the person's own booking is told. */
const wayOf = (refusal: AppError): Pick<OutcomeRow, 'inTheWay'> => {
  const conflict = refusal.details.conflict as Booking | undefined;
  if (!conflict) return {};
  const { serviceName: service, day, startTime } = conflict;
  return { inTheWay: { serviceName: service, day, startTime } };
};

/** Those of a run who are still to be dealt with, and what they have in its days. */
interface Stage {
  deps: Deps;
  run: RunRow;
  seats: ReadonlyMap<string, PersonsSeat[]>;
}

/** Asks for a seat that leaves the person's other bookings alone, and without that wish to hear what is in the way. */
async function claim({ deps, run, seats }: Stage, residentId: string, sessionId: string) {
  const actor: SignedIn = { kind: 'staff', accountId: run.by, signInId: 'bulk', roles: [], teamIds: [] };
  const idempotency = { idem: idemOf(run, residentId), bodyHash: run._id };
  const request = { sessionId, residentId, actor, idempotency, now: deps.clock.now() };
  const busyGrains = (seats.get(residentId) ?? []).flatMap(({ grains }) => grains);
  if (!busyGrains.length) return claimFor(deps, request);
  try {
    return await claimFor(deps, { ...request, busyGrains });
  } catch (error) {
    if (error instanceof AppError && error.code === 'BOOKING_SESSION_FULL') return claimFor(deps, request);
    throw error;
  }
}

/** A booking of the service that the person has within the run's days already. */
function findDuplicate({ deps, run, seats }: Stage, residentId: string): OutcomeRow | undefined {
  const same = seats.get(residentId)?.find(({ serviceCode }) => serviceCode === run.serviceCode);
  if (!same) return undefined;
  const { day, startTime } = same;
  const inTheWay = { serviceName: serviceName(deps, run.serviceCode), day, startTime };
  return { ...outcomeOf(run, residentId), cause: 'BOOKING_DUPLICATE', inTheWay };
}

/** Why there is no seat in any session: what speaks against the person counts more than that all is taken. */
function causeOf(refusals: readonly AppError[]): Pick<OutcomeRow, 'cause' | 'inTheWay'> {
  const refusal = refusals.find(({ code }) => code !== 'BOOKING_SESSION_FULL') ?? refusals[0];
  return refusal ? { cause: refusal.code, ...wayOf(refusal) } : { cause: 'BOOKING_SESSION_FULL' };
}

/** Books one person in the first session that does. @returns undefined when it has to be tried again */
async function dealOne(stage: Stage, residentId: string): Promise<OutcomeRow | undefined> {
  const { run } = stage;
  const base = outcomeOf(run, residentId);
  const duplicate = findDuplicate(stage, residentId);
  if (duplicate) return duplicate;
  const refusals: AppError[] = [];
  for (const sessionId of run.sessionIds) {
    try {
      const { seat } = await claim(stage, residentId, sessionId);
      return { ...base, seatId: seat._id };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (passing.includes(error.code)) return undefined;
      if (!mayFitLater.includes(error.code)) return { ...base, cause: error.code, ...wayOf(error) };
      refusals.push(error);
    }
  }
  return { ...base, ...causeOf(refusals) };
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

/** What people have in the days of a run, of every service. */
async function readSeats({ fromDay, toDay }: RunRow, residentIds: readonly string[]): Promise<Stage['seats']> {
  const seats = new Map<string, PersonsSeat[]>();
  for (const seat of await findSeatsOfPeople(residentIds, { fromDay, toDay }))
    seats.set(seat.residentId, [...(seats.get(seat.residentId) ?? []), seat]);
  return seats;
}

/** One pass over all who are left. @returns how many have to be tried again */
async function dealAll(deps: Deps, run: RunRow): Promise<number> {
  const left = await takeUp(run);
  const stage: Stage = { deps, run, seats: await readSeats(run, left) };
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
