import { makeApi } from '@linkang/shared/api/client';
import { recordPaths } from '@linkang/shared/api/record.paths';
import type { RecordRoutes } from '@linkang/shared/api/record.routes';
import { send } from '../http';

/** The health record and what was done for a person. */
export const recordApi = makeApi<RecordRoutes>(recordPaths, send);
