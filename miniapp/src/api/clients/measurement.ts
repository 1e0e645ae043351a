import { makeApi } from '@linkang/shared/api/client';
import { measurementPaths } from '@linkang/shared/api/measurement.paths';
import type { MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import { send } from '../http';

/** What people measure at home. */
export const measurementApi = makeApi<MeasurementRoutes>(measurementPaths, send);
