import type { PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { enterItems } from './physical.entering';
import { checkLab, importLab } from './physical.lab';
import { listPhysicals } from './physical.list';
import { openPhysical } from './physical.opening';
import { readPhysical, releasePhysical, reopenPhysical, reviewPhysical } from './physical.reviewing';

const byStaff = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the work on check-ups, from the arrival to the release. */
export const buildWorkHandlers = (deps: Deps): Handlers<Omit<PhysicalRoutes, 'report' | 'ofResident'>> => ({
  list: ({ query }, request) => listPhysicals(deps, query.day, byStaff(request)),
  open: ({ body }, request) => openPhysical(deps, body, byStaff(request)),
  get: ({ params }, request) => readPhysical(deps, params.id, byStaff(request)),
  enter: ({ params, body }, request) => enterItems(deps, params.id, body.entries, byStaff(request)),
  review: ({ params, body }, request) => reviewPhysical(deps, params.id, body, byStaff(request)),
  release: ({ params, body }, request) => releasePhysical(deps, params.id, body.rev, byStaff(request)),
  reopen: ({ params, body }, request) => reopenPhysical(deps, params.id, body, byStaff(request)),
  checkLab: ({ body }, request) => checkLab(deps, body, byStaff(request)),
  importLab: ({ body }, request) => importLab(deps, body, byStaff(request)),
});
