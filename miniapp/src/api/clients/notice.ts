import { makeApi } from '@linkang/shared/api/client';
import { noticePaths } from '@linkang/shared/api/notice.paths';
import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import { send } from '../http';

/** What is next for a person. */
export const noticeApi = makeApi<NoticeRoutes>(noticePaths, send);
