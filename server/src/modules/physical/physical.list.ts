import type { PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { Reply } from '@linkang/shared/api/route';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents, type ResidentProfile } from '../resident';
import { findSessionsById } from '../session';
import { openReview } from './physical.content';
import { personOn, stationsOf } from './physical.examining';
import { findPhysicalsOn, type PhysicalRow } from './physical.model';
import { findPhysicalSeats, occasionOf } from './physical.opening';

type Listed = Reply<PhysicalRoutes['list']>['items'][number];
type Seat = Awaited<ReturnType<typeof findPhysicalSeats>>[number];

/** Somebody of the day: the booking, the check-up, or both. */
interface Comer {
  residentId: string;
  seat?: Seat;
  row?: PhysicalRow;
}

/** Everybody who came, by number; those without a booking after them. */
function pair(seats: readonly Seat[], rows: readonly PhysicalRow[]): Comer[] {
  const came = seats.filter(({ status }) => status !== 'booked');
  const isOf = (seat: Seat, row: PhysicalRow): boolean =>
    row.residentId === seat.residentId && row.occasion === occasionOf(seat);
  const booked = came.map((seat): Comer => {
    const row = rows.find((one) => isOf(seat, one));
    return { residentId: seat.residentId, seat, ...(row ? { row } : {}) };
  });
  const others = rows.filter((row) => !came.some((seat) => isOf(seat, row)));
  return [...booked, ...others.map((row): Comer => ({ residentId: row.residentId, row }))];
}

function presentComer(
  deps: Deps,
  day: string,
  { seat, row }: Comer,
  resident: ResidentProfile,
  places: ReadonlyMap<string, string>,
): Listed {
  const known = row ? openReview(deps.keyring, row).known : [];
  const person = personOn(resident, row?.day ?? day, known);
  return {
    id: row?._id ?? null,
    bookingId: seat?._id ?? null,
    residentId: resident.id,
    name: resident.name,
    sex: person.sex,
    age: person.age,
    number: seat?.no ?? null,
    place: (seat && places.get(seat.sessionId)) ?? null,
    status: row?.status ?? null,
    stations: stationsOf(row?.entries ?? {}, person),
  };
}

/** Everybody who came for a check-up on a day; that they were seen is audited. */
export async function listPhysicals(
  deps: Deps,
  day: string,
  request: RequestInfo<StaffActor>,
): Promise<Reply<PhysicalRoutes['list']>> {
  const [seats, rows] = await Promise.all([findPhysicalSeats(day), findPhysicalsOn(day)]);
  const comers = pair(seats, rows);
  const ids = [...new Set(comers.map(({ residentId }) => residentId))];
  await recordAccess(request, 'physical.list', ids);
  const [residents, sessions] = await Promise.all([
    findResidents(ids),
    findSessionsById([...new Set(seats.map(({ sessionId }) => sessionId))]),
  ]);
  const people = new Map(residents.map((resident) => [resident.id, resident]));
  const places = new Map(sessions.map((session) => [session._id, session.place]));
  return {
    items: comers.flatMap((comer) => {
      const resident = people.get(comer.residentId);
      return resident ? [presentComer(deps, day, comer, resident, places)] : [];
    }),
  };
}
