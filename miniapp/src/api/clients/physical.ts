import { makeApi } from '@linkang/shared/api/client';
import { physicalPaths } from '@linkang/shared/api/physical.paths';
import type { PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import { send } from '../http';

/** Check-ups and their reports. */
export const physicalApi = makeApi<PhysicalRoutes>(physicalPaths, send);
