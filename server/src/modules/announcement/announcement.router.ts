import type { AnnouncementRoutes } from '@linkang/shared/api/announcement.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { announce, endAnnouncement, listOfToday, listWritten } from './announcement.service';

/** The routes of announcements. */
export const buildAnnouncementHandlers = (deps: Deps): Handlers<AnnouncementRoutes> => ({
  list: async (_, { now }) => ({ items: await listOfToday(now) }),
  history: ({ query }, { now }) => listWritten(deps, query, now),
  create: ({ body }, request) => announce(deps, body, request),
  end: ({ params }, request) => endAnnouncement(deps, params.id, request),
});
