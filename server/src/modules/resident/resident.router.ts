import type { ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers } from '../../platform/module';
import { listConsentStates, saveConsent } from './consent.service';
import { registerResident } from './resident.registration';
import { findPeople } from './resident.search';
import { getResident, listConsents, updateResident } from './resident.service';

/** Handlers of the resident's routes. */
export const buildResidentHandlers = (deps: Deps): Handlers<ResidentRoutes> => ({
  consents: () => Promise.resolve(listConsents(deps)),
  create: (input, request) => registerResident(deps, input.body, request),
  get: (input, request) => getResident(deps, input.params.id, request),
  update: (input, request) => updateResident(deps, input.params.id, input.body, request),
  consentState: (input, request) => listConsentStates(deps, input.params.id, request),
  saveConsent: (input, request) => saveConsent(deps, input.params.id, input.body, request),
  search: (input, request) => findPeople(deps, input.query.query, { ...request, actor: asStaff(request.actor) }),
});
