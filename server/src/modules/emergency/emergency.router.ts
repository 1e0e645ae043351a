import type { EmergencyRoutes } from '@linkang/shared/api/emergency.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { listEmergencies, review, startEmergency } from './emergency.service';

/** Handlers of the routes of emergencies. */
export const buildEmergencyHandlers = (deps: Deps): Handlers<EmergencyRoutes> => ({
  start: (input, request) => startEmergency(deps, input.body, request),
  list: (input, request) => listEmergencies(deps, input.query, request),
  review: (input, request) => review(deps, input.params.id, input.body, request),
});
