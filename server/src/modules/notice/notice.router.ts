import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { listNext, readToday } from './notice.service';

export const buildNoticeHandlers = (deps: Deps): Handlers<NoticeRoutes> => ({
  next: ({ params }, request) => listNext(deps, params.id, request),
  today: (_input, request) => readToday(deps, request),
});
