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

/** Addresses of doctors' photos by their id. */
export type Photos = ReadonlyMap<string, string>;

/** Doctor of a session as people see them. */
export const presentSessionDoctor = (session: SessionRow, photos: Photos): Pick<Session, 'doctor'> => {
  const { doctorId: id, doctorName: name = '', doctorTitle: title = '' } = session;
  return id === undefined ? {} : { doctor: { id, name, title, photoUrl: photos.get(id) ?? null } };
};

/**
 * A session with the seats left for the one who asks.
 * @param more photos of the doctors, and how many minutes ahead the one who asks has to book
 */
export function presentSession(
  session: SessionRow,
  serviceName: string,
  remaining: number,
  now: Date,
  more: { photos?: Photos; minutesAhead?: number } = {},
): Session {
  const { photos = new Map<string, string>(), minutesAhead = 0 } = more;
  const state = stateOf(session, remaining, now, minutesAhead);
  return {
    id: session._id,
    serviceCode: session.serviceCode,
    serviceName,
    day: session.day,
    startTime: session.startTime,
    endTime: session.endTime,
    place: session.place,
    ...(session.roomId === undefined ? {} : { roomId: session.roomId }),
    ...presentSessionDoctor(session, photos),
    ...(session.templateId === undefined ? {} : { templateId: session.templateId }),
    ...(session.visitingHospital === undefined ? {} : { visitingHospital: session.visitingHospital }),
    capacity: session.capacity,
    remaining: state === 'suspended' || state === 'ended' ? 0 : remaining,
    state,
    releaseAt: session.releaseAt?.toISOString() ?? null,
    rev: session.rev,
  };
}
