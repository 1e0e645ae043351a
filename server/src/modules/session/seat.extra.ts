import { seatGrains } from '@linkang/shared/domain/seat-keys';
import { duplicateKeys, type Idempotency } from '../../platform/idempotency';
import { processKeyring } from '../../platform/keyring';
import type { OutboxEntry } from '../../platform/outbox';
import { timeKeys } from './seat.commit';
import { SeatModel, seatId, seatPlace, type SeatRow } from './seat.model';
import type { SessionRow } from './session.model';

/** Extra seats are numbered from here; ordinary ones end before. */
const FIRST_EXTRA = 900;
const LAST_EXTRA = 999;

/** A seat that staff add for one person. */
export interface ExtraSeat {
  session: SessionRow;
  residentId: string;
  reason: string;
  keys: readonly string[];
  by: string;
  at: Date;
  idempotency: Idempotency;
  outbox: (seat: SeatRow) => OutboxEntry;
}

const buildExtra = (extra: ExtraSeat, no: number): SeatRow => {
  const { session, residentId, reason, keys, by, at, idempotency } = extra;
  const times = { startTime: session.lastStartTime, endTime: session.endTime };
  const grains = seatGrains(session.day, times);
  const id = seatId(session._id, no, 1);
  const seat: SeatRow = {
    _id: id,
    sessionId: session._id,
    day: session.day,
    serviceCode: session.serviceCode,
    no,
    quota: 'desk',
    ...times,
    grains,
    status: 'booked',
    residentId,
    bookedBy: by,
    bookedAt: at,
    keys: [...keys, ...timeKeys(residentId, grains)],
    extra: { reason: processKeyring().encrypt(reason, seatPlace('extra.reason', id)) },
    ...idempotency,
    idemAt: at,
    log: [{ at, by, what: 'extra' }],
  };
  return { ...seat, outbox: [extra.outbox(seat)] };
};

/**
 * Adds a booked seat beyond the capacity.
 * @returns null when all numbers for such seats are used
 * @throws the driver's duplicate-key error over a key of the person or of the request
 */
export async function insertExtra(extra: ExtraSeat): Promise<SeatRow | null> {
  const last = await SeatModel.findOne({ sessionId: extra.session._id, no: { $gte: FIRST_EXTRA } }, { no: 1 })
    .sort({ no: -1 })
    .lean();
  for (let no = (last?.no ?? FIRST_EXTRA - 1) + 1; no <= LAST_EXTRA; no += 1) {
    const seat = buildExtra(extra, no);
    try {
      await SeatModel.collection.insertOne(seat as never);
      return seat;
    } catch (error) {
      // Another extra seat has just got this number.
      if (duplicateKeys(error)?._id === undefined) throw error;
    }
  }
  return null;
}
