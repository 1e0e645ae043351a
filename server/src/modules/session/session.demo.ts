import { instantOf } from '@linkang/shared/domain/clinic-day';
import { seatGrains } from '@linkang/shared/domain/seat-keys';
import { insertSeats, seatId, type SeatRow } from './seat.model';
import { insertSession } from './session.model';
import { buildSession, type NewSession } from './session.service';

/** A session of the past with those who came, for the demo; storing it again changes nothing. */
export async function createDemoVisits(input: NewSession, residentIds: readonly string[]): Promise<void> {
  const at = instantOf(input.day, input.startTime);
  const session = { ...buildSession(input, at), published: true, state: 'ended' as const };
  await insertSession(session);
  const { startTime, endTime, day, serviceCode, createdBy: by } = input;
  await insertSeats(
    residentIds.map((residentId, index): SeatRow => ({
      _id: seatId(session._id, index + 1, 1),
      sessionId: session._id,
      day,
      serviceCode,
      no: index + 1,
      quota: 'online',
      startTime,
      endTime,
      grains: seatGrains(day, { startTime, endTime }),
      status: 'done',
      residentId,
      bookedBy: by,
      bookedAt: at,
      log: ['booked', 'arrived', 'called', 'done'].map((what) => ({ at, by, what })),
      outbox: [],
    })),
  );
}
