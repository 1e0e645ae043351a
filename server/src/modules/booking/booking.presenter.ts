import type { Booking } from '@linkang/shared/api/booking.routes';
import type { BookingStatus } from '@linkang/shared/api/session.routes';
import type { Actor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import {
  clashMark,
  findService,
  findSessionsById,
  seatPlace,
  serviceName,
  type SeatRow,
  type SessionRow,
} from '../session';
import { cancelDeadline, canCancel } from './booking.policy';

/** What was said to a confirmed absence. */
export function presentAbsence({ keyring }: Deps, seat: SeatRow): NonNullable<Booking['absence']> {
  const { appeal, answer } = seat.absence ?? {};
  return {
    appeal: appeal ? keyring.decrypt(appeal.text, seatPlace('absence.appeal.text', seat._id)) : null,
    answer: answer
      ? {
          accepted: answer.accepted,
          text: keyring.decrypt(answer.text, seatPlace('absence.answer.text', seat._id)),
        }
      : null,
  };
}

/** A taken seat as its person sees it, or staff who serve them. */
export function presentBooking(deps: Deps, seat: SeatRow, session: SessionRow, now: Date, viewer: Actor): Booking {
  const service = findService(deps, seat.serviceCode);
  return {
    id: seat._id,
    number: seat.no,
    status: seat.status as BookingStatus,
    sessionId: seat.sessionId,
    residentId: seat.residentId as string,
    serviceCode: seat.serviceCode,
    serviceName: serviceName(deps, seat.serviceCode),
    ...(session.lectureTitle ? { lectureTitle: session.lectureTitle } : {}),
    day: seat.day,
    startTime: seat.startTime,
    endTime: seat.endTime,
    place: session.place,
    ...(session.doctorName ? { doctorName: session.doctorName } : {}),
    preparation: service?.preparation ?? [],
    bookedAt: (seat.bookedAt as Date).toISOString(),
    ...clashMark(seat),
    can: { cancel: canCancel(seat, service, now, viewer.kind === 'staff') },
    cancelUntil: cancelDeadline(seat, service).toISOString(),
    ...(seat.absence ? { absence: presentAbsence(deps, seat) } : {}),
  };
}

/** Many seats at once, with one read of their sessions. */
export async function presentBookings(deps: Deps, seats: SeatRow[], now: Date, viewer: Actor): Promise<Booking[]> {
  const sessions = new Map(
    (await findSessionsById([...new Set(seats.map((seat) => seat.sessionId))])).map((row) => [row._id, row]),
  );
  return seats.flatMap((seat) => {
    const session = sessions.get(seat.sessionId);
    return session ? [presentBooking(deps, seat, session, now, viewer)] : [];
  });
}
