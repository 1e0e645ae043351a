import type { Booking } from '@linkang/shared/api/booking.routes';
import { findSeats, findSessionsById, type SeatRow } from '../session';

/**
 * Adds the seat that is held in place of one that was called off. Costs no read where there is none.
 * @param bookings of these seats, in any order
 */
export async function withOffers(seats: readonly SeatRow[], bookings: readonly Booking[]): Promise<Booking[]> {
  const offers = new Map(seats.flatMap((seat) => (seat.offer === 'made' ? [[seat._id, seat] as const] : [])));
  if (!offers.size) return [...bookings];
  const offered = await findSeats([...offers.values()].map((seat) => seat.offerSeatId as string));
  const sessions = await findSessionsById([...new Set(offered.map((seat) => seat.sessionId))]);
  return bookings.map((booking) => {
    const { offerSeatId, offerUntil } = offers.get(booking.id) ?? {};
    const seat = offered.find((row) => row._id === offerSeatId);
    const session = sessions.find((row) => row._id === seat?.sessionId);
    if (!seat || !session || !offerUntil) return booking;
    const { sessionId, no: number, day, startTime, endTime } = seat;
    const { place, doctorName } = session;
    const where = { sessionId, number, day, startTime, endTime, place, ...(doctorName ? { doctorName } : {}) };
    return { ...booking, offer: { until: offerUntil.toISOString(), ...where } };
  });
}
