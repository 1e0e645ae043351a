import { instantOf } from '@linkang/shared/domain/clinic-day';
import { buildSeatKeys, seatGrains } from '@linkang/shared/domain/seat-keys';
import type { Deps } from '../../platform/deps';
import { timeKeys } from './seat.commit';
import { insertSeats, seatId, type SeatRow } from './seat.model';
import { insertSession } from './session.model';
import { findService } from './session.naming';
import { buildSession, type NewSession } from './session.service';

/** A session of the past with those who came, for the demo; storing it again changes nothing. */
export async function createDemoVisits(deps: Deps, input: NewSession, residentIds: readonly string[]): Promise<void> {
  const at = instantOf(input.day, input.startTime);
  const session = { ...buildSession(input, at), published: true, state: 'ended' as const };
  await insertSession(session);
  const { startTime, endTime, day, serviceCode, createdBy: by } = input;
  const oncePerYear = findService(deps, serviceCode)?.oncePerYear ?? false;
  const grains = seatGrains(day, { startTime, endTime });
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
      grains,
      status: 'done',
      residentId,
      keys: [
        ...buildSeatKeys({ residentId, serviceCode, day, ordinal: 1, oncePerYear }),
        ...timeKeys(residentId, grains),
      ],
      bookedBy: by,
      bookedAt: at,
      log: ['booked', 'arrived', 'called', 'done'].map((what) => ({ at, by, what })),
      outbox: [],
    })),
  );
}
