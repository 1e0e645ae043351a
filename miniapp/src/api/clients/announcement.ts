import { makeApi } from '@linkang/shared/api/client';
import { announcementPaths } from '@linkang/shared/api/announcement.paths';
import type { AnnouncementRoutes } from '@linkang/shared/api/announcement.routes';
import { send } from '../http';

/** What the centre announces. */
export const announcementApi = makeApi<AnnouncementRoutes>(announcementPaths, send);
