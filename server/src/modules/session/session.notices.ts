import type { Deps } from '../../platform/deps';
import { owe, type OutboxEntry } from '../../platform/outbox';
import type { SeatRow } from './seat.model';
import type { SessionRow } from './session.model';
import { purposeOf } from './session.naming';

/** The message that a booking has ended, with the reason where the session was called off. */
export const owedFor = (
  deps: Deps,
  kind: 'bookingCancelled' | 'bookingSuspended',
  seat: SeatRow & { residentId: string },
  session: SessionRow,
  at: Date,
): OutboxEntry => {
  const { suspendReason: reason, place } = session;
  const { _id: targetId, residentId, day, startTime, no: number } = seat;
  const isCalledOff = kind === 'bookingSuspended' && reason !== undefined;
  return owe(
    kind,
    { residentId, targetId },
    { service: purposeOf(deps, session), day, startTime, place, number, ...(isCalledOff ? { reason } : {}) },
    at,
  );
};
