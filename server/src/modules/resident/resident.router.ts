import type { ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { listConsentStates, saveConsent } from './consent.service';
import { addIdNumber } from './resident.papers';
import { registerResident } from './resident.registration';
import { readFlags, saveFlags } from './resident.flags';
import { findPeople } from './resident.search';
import { getResident, listConsents, updateResident } from './resident.service';
import { readStanding, revealResident } from './resident.standing';

const asStaffRequest = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the resident's routes. */
export const buildResidentHandlers = (deps: Deps): Handlers<ResidentRoutes> => ({
  consents: ({ query }) => Promise.resolve(listConsents(deps, query.subject === 'child')),
  create: (input, request) => registerResident(deps, input.body, request),
  get: (input, request) => getResident(deps, input.params.id, request),
  update: (input, request) => updateResident(deps, input.params.id, input.body, request),
  consentState: (input, request) => listConsentStates(deps, input.params.id, request),
  saveConsent: (input, request) => saveConsent(deps, input.params.id, input.body, request),
  standing: ({ params }, request) => readStanding(deps, params.id, asStaffRequest(request)),
  reveal: ({ params, body }, request) => revealResident(deps, params.id, body, asStaffRequest(request)),
  flags: ({ params }, request) => readFlags(deps, params.id, asStaffRequest(request)),
  saveFlags: ({ params, body }, request) => saveFlags(deps, params.id, body, asStaffRequest(request)),
  addIdNumber: (input, request) => addIdNumber(deps, input.params.id, input.body, request),
  search: (input, request) => findPeople(deps, input.query.query, asStaffRequest(request)),
});
