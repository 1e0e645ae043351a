import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { type SeatRow, type SessionRow } from '../session';
import type { WaitingRow } from '../waiting';

/** An entry as its person sees it. `seat` is the one that it was offered, `before` how many wait before it. */
export function presentEntry(
  entry: WaitingRow,
  session: SessionRow,
  seat: SeatRow | undefined,
  before: number,
): WaitlistEntry {
  const isHeld = entry.status === 'offered' && seat?.status === 'held' && seat.heldUntil !== undefined;
  return {
    id: entry._id,
    sessionId: entry.sessionId,
    residentId: entry.residentId,
    serviceName: entry.serviceName,
    ...(session.lectureTitle ? { lectureTitle: session.lectureTitle } : {}),
    day: session.day,
    startTime: session.startTime,
    endTime: session.endTime,
    place: session.place,
    ...(session.doctorName ? { doctorName: session.doctorName } : {}),
    status: entry.status,
    autoAccept: entry.autoAccept,
    joinedAt: entry.joinedAt.toISOString(),
    position: entry.status === 'waiting' ? before + 1 : null,
    ...(isHeld
      ? {
          offer: {
            until: (seat.heldUntil as Date).toISOString(),
            number: seat.no,
            startTime: seat.startTime,
            endTime: seat.endTime,
          },
        }
      : {}),
    ...(entry.status === 'booked' && entry.seatId ? { bookingId: entry.seatId } : {}),
  };
}
