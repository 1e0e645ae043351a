import { makeApi } from '@linkang/shared/api/client';
import { followupPaths } from '@linkang/shared/api/followup.paths';
import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import { send } from '../http';

/** Follow-ups of chronic diseases. */
export const followupApi = makeApi<FollowupRoutes>(followupPaths, send);
