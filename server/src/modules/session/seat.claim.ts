import type { QueryFilter } from 'mongoose';
import type { Idempotency } from '../../platform/idempotency';
import { SeatModel, type SeatRow } from './seat.model';
import type { Quota } from './session.model';

/** Which seats a claim may take. */
export interface ClaimFilter {
  sessionId: string;
  quotas: readonly Quota[];
  /** The day of the claim's keys: a session that has just got another one is not booked with the old. */
  day?: string;
  /** Only seats that start later than this clock time; set on the session's own day. */
  afterTime?: string;
  /** Quarters of an hour at which the person is elsewhere. */
  busyGrains?: readonly string[];
}

/** What a claim writes. */
export interface Claim {
  residentId: string;
  /** Keys that do not depend on the seat; those of its time are added from the row. */
  keys: string[];
  by: string;
  at: Date;
  idempotency: Idempotency;
  tookSeconds?: number;
  /** What the message says besides what stands in the row. */
  words: { service: string; place: string };
}

/** Free seats from a number on that a claim or a hold may take. */
export const freeSeats = (filter: ClaimFilter, fromNo: number): QueryFilter<SeatRow> => ({
  sessionId: filter.sessionId,
  status: 'free',
  quota: filter.quotas.length === 1 && filter.quotas[0] ? filter.quotas[0] : { $in: [...filter.quotas] },
  no: { $gte: fromNo },
  ...(filter.day === undefined ? {} : { day: filter.day }),
  ...(filter.afterTime === undefined ? {} : { startTime: { $gt: filter.afterTime } }),
  ...(filter.busyGrains?.length ? { grains: { $nin: [...filter.busyGrains] } } : {}),
});

/** The message of a booking, in the language of the write that makes it: it costs nothing of its own. */
const madeNotice = ({ residentId, at, words }: Claim) => ({
  id: { $concat: ['$_id', { $literal: `:bookingMade:${at.getTime()}` }] },
  kind: 'bookingMade',
  dueAt: at,
  residentId: { $literal: residentId },
  accountIds: [],
  targetId: '$_id',
  data: {
    service: { $literal: words.service },
    day: '$day',
    startTime: '$startTime',
    place: { $literal: words.place },
    number: '$no',
  },
});

/**
 * Takes the first free seat from a number on: the one write that is the booking. The uniqueness of the keys
 * and of the idempotency value is decided by the same write.
 * @returns null when no such seat is free
 * @throws the driver's duplicate-key error
 */
export function claimSeat(filter: ClaimFilter, claim: Claim, fromNo: number): Promise<SeatRow | null> {
  const timeKeys = {
    $map: { input: '$grains', as: 'grain', in: { $concat: [{ $literal: `H:${claim.residentId}:` }, '$$grain'] } },
  };
  const { idem, bodyHash } = claim.idempotency;
  // Past mongoose's casting: every value here was validated to a scalar, and this is the hot path.
  return SeatModel.collection.findOneAndUpdate(
    freeSeats(filter, fromNo) as never,
    [
      {
        $set: {
          status: 'booked',
          residentId: { $literal: claim.residentId },
          bookedBy: { $literal: claim.by },
          bookedAt: claim.at,
          ...(claim.tookSeconds === undefined ? {} : { tookSeconds: claim.tookSeconds }),
          keys: { $concatArrays: [{ $literal: claim.keys }, timeKeys] },
          idem: { $literal: idem },
          bodyHash: { $literal: bodyHash },
          idemAt: claim.at,
          log: { $concatArrays: ['$log', [{ at: claim.at, by: { $literal: claim.by }, what: 'booked' }]] },
          outbox: [madeNotice(claim)],
        },
      },
    ],
    { sort: { no: 1 }, returnDocument: 'after' },
  ) as unknown as Promise<SeatRow | null>;
}
