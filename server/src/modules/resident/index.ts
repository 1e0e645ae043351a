import type { Module } from '../../platform/module';
import { buildResidentHandlers } from './resident.router';

export { assertActsFor, assertServes, findOwnResidentId, findResidents, residentsOfAccount } from './resident.access';
export { createDemoResident, type DemoResident } from './resident.registration';
export type { AccountResident, ResidentProfile } from './resident.presenter';

/** Residents: registration by real name, consents, and the own profile. */
export const residentModule: Module = { feature: 'resident', handlers: buildResidentHandlers };
