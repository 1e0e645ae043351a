import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Actor } from '../../platform/actor';
import { accountNames, findResidents, type Access } from '../resident';
import type { SeatRow } from '../session';

/** Who looks at whose bookings. */
export interface Viewer {
  actor: Actor;
  access: Access;
  residentId: string;
}

/**
 * Adds the names that a family needs: to the person who booked when it was a relative, to a relative whom it is
 * for. Costs nothing for people who book for themselves.
 */
export async function withNames(
  { actor, access, residentId }: Viewer,
  seats: readonly SeatRow[],
  bookings: readonly Booking[],
): Promise<Booking[]> {
  if (access.relation === 'proxy') {
    const [resident] = await findResidents([residentId]);
    return bookings.map((booking) => (resident ? { ...booking, residentName: resident.name } : booking));
  }
  if (access.relation === 'staff') return [...bookings];
  const own = actor.kind === 'resident' ? actor.accountId : undefined;
  const bookers = new Map(
    seats.flatMap(({ _id, bookedBy }) => (bookedBy && bookedBy !== own ? [[_id, bookedBy]] : [])),
  );
  const names = await accountNames([...bookers.values()]);
  return bookings.map((booking) => {
    const bookedByName = names.get(bookers.get(booking.id) ?? '');
    return bookedByName === undefined ? booking : { ...booking, bookedByName };
  });
}

/** The same for one booking. */
export async function withName(viewer: Viewer, seat: SeatRow, booking: Booking): Promise<Booking> {
  const [named] = await withNames(viewer, [seat], [booking]);
  return named ?? booking;
}
