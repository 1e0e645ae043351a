import type { Reply } from '@linkang/shared/api/route';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import type { Deps } from '../../platform/deps';
import { countByStatus } from './seat.tally';
import { photosOf } from './session.attended';
import { findSessions } from './session.model';
import { presentSession } from './session.presenter';
import { serviceName } from './session.service';

/** Sessions of a day that are shown at most. */
const MAX_SESSIONS = 500;

/** The clinic's sessions of a day with their counts: one reading of the sessions, one of the seats. */
export async function readOverview(deps: Deps, day: string, now: Date): Promise<Reply<SessionRoutes['overview']>> {
  const serviceCodes = deps.config.services.map((service) => service.code);
  const sessions = await findSessions({ fromDay: day, toDay: day, serviceCodes, limit: MAX_SESSIONS });
  const [counts, photos] = await Promise.all([countByStatus(sessions.map((row) => row._id)), photosOf(sessions)]);
  return {
    items: sessions.map((session) => {
      const { booked = 0, arrived = 0, called = 0, done = 0 } = counts.get(session._id) ?? {};
      const taken = booked + arrived + called + done;
      return {
        ...presentSession(session, serviceName(deps, session.serviceCode), session.capacity - taken, now, photos),
        booked: taken,
        arrived: arrived + called + done,
        waiting: arrived,
      };
    }),
  };
}
