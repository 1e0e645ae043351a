import type { Session } from '@linkang/shared/api/session.routes';
import { bookingHorizon } from '@linkang/shared/domain/booking-rules';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import type { SessionRow } from './session.model';

/**
 * State of a session as people see it.
 * @param minutesAhead how long before its time a seat has to be booked by the one who asks
 */
export function stateOf(session: SessionRow, remaining: number, now: Date, minutesAhead = 0): Session['state'] {
  const closes = instantOf(session.day, session.lastStartTime);
  if (session.state === 'suspended') return 'suspended';
  if (session.state === 'ended' || bookingHorizon(now, minutesAhead) >= closes) return 'ended';
  if (session.releaseAt && session.releaseAt > now) return 'notReleased';
  return remaining > 0 ? 'open' : 'full';
}

/** A session with the seats left for the one who asks. */
export function presentSession(
  session: SessionRow,
  serviceName: string,
  remaining: number,
  now: Date,
  minutesAhead = 0,
): Session {
  const state = stateOf(session, remaining, now, minutesAhead);
  return {
    id: session._id,
    serviceCode: session.serviceCode,
    serviceName,
    day: session.day,
    startTime: session.startTime,
    endTime: session.endTime,
    place: session.place,
    ...(session.doctorId
      ? { doctor: { id: session.doctorId, name: session.doctorName ?? '', title: session.doctorTitle ?? '' } }
      : {}),
    capacity: session.capacity,
    remaining: state === 'suspended' || state === 'ended' ? 0 : remaining,
    state,
    releaseAt: session.releaseAt?.toISOString() ?? null,
    rev: session.rev,
  };
}
