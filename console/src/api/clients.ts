import { announcementPaths } from '@linkang/shared/api/announcement.paths';
import type { AnnouncementRoutes } from '@linkang/shared/api/announcement.routes';
import { articlePaths } from '@linkang/shared/api/article.paths';
import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import { authPaths } from '@linkang/shared/api/auth.paths';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import { centrePaths } from '@linkang/shared/api/centre.paths';
import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import { makeApi } from '@linkang/shared/api/client';
import { contractPaths } from '@linkang/shared/api/contract.paths';
import type { ContractRoutes } from '@linkang/shared/api/contract.routes';
import { lecturePaths } from '@linkang/shared/api/lecture.paths';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import { noticePaths } from '@linkang/shared/api/notice.paths';
import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import { sessionPaths } from '@linkang/shared/api/session.paths';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { send } from './send';

/** Sign-in and sign-out. */
export const authApi = makeApi<AuthRoutes>(authPaths, send);
/** The centre and its services. */
export const centreApi = makeApi<CentreRoutes>(centrePaths, send);
/** The day at a glance. */
export const noticeApi = makeApi<NoticeRoutes>(noticePaths, send);
/** Sessions and who booked them. */
export const sessionApi = makeApi<SessionRoutes>(sessionPaths, send);
/** Contracts and their review. */
export const contractApi = makeApi<ContractRoutes>(contractPaths, send);
/** Health articles. */
export const articleApi = makeApi<ArticleRoutes>(articlePaths, send);
/** Lectures. */
export const lectureApi = makeApi<LectureRoutes>(lecturePaths, send);
/** What the centre announces. */
export const announcementApi = makeApi<AnnouncementRoutes>(announcementPaths, send);
