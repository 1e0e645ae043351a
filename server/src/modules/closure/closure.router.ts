import type { ClosureRoutes } from '@linkang/shared/api/closure.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { askClosure, keepAccount, readClosure } from './closure.service';

/** Handlers of the routes by which people close their account. */
export const buildClosureHandlers = (deps: Deps): Handlers<ClosureRoutes> => ({
  ofResident: ({ params }, request) => readClosure(deps, params.id, request),
  create: ({ params }, request) => askClosure(deps, params.id, request),
  undo: ({ params }, request) => keepAccount(params.id, request),
});
