import { makeApi } from '@linkang/shared/api/client';
import { taskPaths } from '@linkang/shared/api/task.paths';
import type { TaskRoutes } from '@linkang/shared/api/task.routes';
import { send } from '../http';

/** What is next because of a value. */
export const taskApi = makeApi<TaskRoutes>(taskPaths, send);
