import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import type { Deps } from '../../platform/deps';
import { asResident, asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { countUnread, listNotices, markRead } from './inbox.service';
import { addCredits, templatesFor } from './credit.service';
import { listCalls, tickCallBy } from './call.service';
import { listDeliveries } from './deliveries.service';
import { listNext, readToday } from './notice.service';

const byStaff = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });
const byResident = (request: RequestInfo) => ({ ...request, actor: asResident(request.actor) });

export const buildNoticeHandlers = (deps: Deps): Handlers<NoticeRoutes> => ({
  next: ({ params }, request) => listNext(deps, params.id, request),
  today: (_input, request) => readToday(deps, request),
  list: ({ query }, request) => listNotices(query, byResident(request)),
  unread: (_input, request) => countUnread(byResident(request)),
  read: ({ body }, request) => markRead(body, byResident(request)),
  templates: ({ query }) => Promise.resolve(templatesFor(deps, query.moment)),
  credits: ({ body }, request) => addCredits(deps, body.templateIds, byResident(request)),
  deliveries: ({ query }, request) => listDeliveries(deps, query, byStaff(request)),
  calls: ({ query }, request) => listCalls(deps, query, byStaff(request)),
  tickCall: ({ params, body }, request) => tickCallBy(params.id, body, byStaff(request)),
});
