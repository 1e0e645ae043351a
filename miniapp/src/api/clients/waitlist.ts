import { makeApi } from '@linkang/shared/api/client';
import { waitlistPaths } from '@linkang/shared/api/waitlist.paths';
import type { WaitlistRoutes } from '@linkang/shared/api/waitlist.routes';
import { send } from '../http';

/** Waiting for a seat of a full session. */
export const waitlistApi = makeApi<WaitlistRoutes>(waitlistPaths, send);
