import type { Deps } from '../../platform/deps';
import { countTaken } from './seat.counts';
import { findSessions } from './session.model';
import { stateOf } from './session.presenter';
import { serviceName } from './session.naming';

/** Sessions that the day's overview shows at most. */
const MAX_SHOWN = 200;

/** The clinic's sessions of one day, or those of one service, with the seats taken, for the staff's overview. */
export async function findDaySessions(deps: Deps, day: string, now: Date, serviceCode?: string) {
  const serviceCodes = serviceCode === undefined ? deps.config.services.map(({ code }) => code) : [serviceCode];
  const sessions = await findSessions({ fromDay: day, toDay: day, serviceCodes, limit: MAX_SHOWN });
  const taken = await countTaken(sessions.map((session) => session._id));
  return sessions.map((session) => {
    const booked = taken.get(session._id) ?? 0;
    return {
      id: session._id,
      serviceName: serviceName(deps, session.serviceCode),
      startTime: session.startTime,
      endTime: session.endTime,
      place: session.place,
      doctorName: session.doctorName ?? null,
      capacity: session.capacity,
      booked,
      state: stateOf(session, session.capacity - booked, now),
    };
  });
}
