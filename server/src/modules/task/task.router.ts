import type { TaskRoutes } from '@linkang/shared/api/task.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type Module, type RequestInfo } from '../../platform/module';
import { addReading } from './task.readings';
import { closeTask, listOfResident, listTasks, readTask } from './task.service';

const asStaffRequest = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes of tasks. */
export const buildTaskHandlers = (deps: Deps, all: readonly Module[] = []): Handlers<TaskRoutes> => ({
  list: ({ query }, request) => listTasks(query, asStaffRequest(request)),
  get: ({ params }, request) => readTask(deps, params.id, asStaffRequest(request)),
  settle: ({ params, body }, request) => closeTask(deps, params.id, body, asStaffRequest(request)),
  addReading: ({ params, body }, request) => addReading({ deps, all }, params.id, body, asStaffRequest(request)),
  ofResident: ({ params }, request) => listOfResident(params.id, request),
});
