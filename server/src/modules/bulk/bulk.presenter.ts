import type { BulkHead, BulkRow, BulkRun } from '@linkang/shared/api/bulk.routes';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { presentBookings } from '../booking';
import { findResidents, type ResidentProfile } from '../resident';
import { findSeats, serviceName } from '../session';
import { findOutcomes, type OutcomeRow, type RunRow } from './bulk.model';

/** A run without its people. */
export const presentHead = (deps: Deps, run: Omit<RunRow, 'residentIds'>, people: number): BulkHead => ({
  id: run._id,
  state: run.state,
  serviceCode: run.serviceCode,
  serviceName: serviceName(deps, run.serviceCode),
  fromDay: run.fromDay,
  toDay: run.toDay,
  people,
  booked: run.booked,
  refused: run.refused,
  createdAt: run.createdAt.toISOString(),
});

const presentRow = (
  resident: ResidentProfile,
  outcome: OutcomeRow,
  booking: Booking | undefined,
  today: string,
): BulkRow => ({
  residentId: resident.id,
  residentName: resident.name,
  age: ageOn(resident.birthDay, today),
  state: outcome.seatId === undefined ? 'refused' : 'booked',
  cause: outcome.cause ?? null,
  inTheWay: outcome.inTheWay ?? null,
  booking: booking ?? null,
});

/** A run, when it is done with its people in the order in which they were chosen; audit before. */
export async function presentRun(
  deps: Deps,
  run: RunRow,
  { actor, now }: Pick<RequestInfo, 'actor' | 'now'>,
): Promise<BulkRun> {
  const head = presentHead(deps, run, run.residentIds.length);
  if (run.state === 'running') return { ...head, rows: [] };
  const outcomes = new Map((await findOutcomes(run._id)).map((row) => [row.residentId, row]));
  const seats = await findSeats([...outcomes.values()].flatMap(({ seatId }) => seatId ?? []));
  const [bookings, residents] = await Promise.all([
    presentBookings(deps, seats, now, actor),
    findResidents(run.residentIds),
  ]);
  const byId = new Map(bookings.map((booking) => [booking.id, booking]));
  const people = new Map(residents.map((resident) => [resident.id, resident]));
  const rows = run.residentIds.flatMap((id) => {
    const resident = people.get(id);
    const outcome = outcomes.get(id);
    return resident && outcome ? [presentRow(resident, outcome, byId.get(outcome.seatId ?? ''), dayOf(now))] : [];
  });
  return { ...head, rows };
}
