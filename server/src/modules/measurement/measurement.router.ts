import type { MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { acknowledgeAlert, countAlerts, listAlerts, readAlert } from './alert.service';
import { readLimits, saveLimits } from './limits.service';
import { enterMeasurement } from './measurement.entering';
import { listMeasurements, restore, saveWish, withdraw } from './measurement.service';

const asStaffRequest = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes of what people measure. */
export const buildMeasurementHandlers = (deps: Deps): Handlers<MeasurementRoutes> => ({
  create: ({ params, body }, request) => enterMeasurement(deps, params.id, body, request),
  list: ({ params, query }, request) => listMeasurements(deps, params.id, query, request),
  withdraw: ({ params, body }, request) => withdraw(deps, params.id, body, request),
  restore: ({ params, body }, request) => restore(deps, params.id, body, request),
  wish: ({ params, body }, request) => saveWish(params.id, body, request),
  limits: ({ params }, request) => readLimits(deps, params.id, asStaffRequest(request)),
  saveLimits: ({ params, body }, request) => saveLimits(deps, params.id, body, asStaffRequest(request)),
  alerts: (_, request) => listAlerts(deps, asStaffRequest(request)),
  countAlerts: (_, request) => countAlerts(deps, asStaffRequest(request)),
  alert: ({ params }, request) => readAlert(deps, params.id, asStaffRequest(request)),
  acknowledge: ({ params, body }, request) => acknowledgeAlert(deps, params.id, body, asStaffRequest(request)),
});
