import type { QueueRoutes } from '@linkang/shared/api/queue.routes';
import type { Deps } from '../../platform/deps';
import { asResident, asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { arrive, readCode, readDeskCode, scanCode } from './queue.check-in';
import { callNext, change, readBoard, readDay, readPlace } from './queue.service';

const byStaff = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

export const buildQueueHandlers = (deps: Deps): Handlers<QueueRoutes> => ({
  next: ({ params }, request) => callNext(deps, params.id, byStaff(request)),
  recall: ({ params }, request) => change(deps, params.id, 'recall', byStaff(request)),
  skip: ({ params }, request) => change(deps, params.id, 'skip', byStaff(request)),
  place: ({ params }, request) => readPlace(deps, params.id, request),
  day: ({ query }, { now }) => readDay(deps, query.day, now),
  board: ({ query }, { now }) => readBoard(deps, query.place, now),
  code: ({ params }, request) => readCode(deps, params.id, request),
  deskCode: (_input, { now }) => readDeskCode(deps, now),
  scan: ({ body }, request) => scanCode(deps, body.code, byStaff(request)),
  arrive: ({ body }, request) => arrive(deps, body, { ...request, actor: asResident(request.actor) }),
});
