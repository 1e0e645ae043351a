import type { Module } from '../../platform/module';
import { lockPerson, residentStores } from './resident.leaving';
import { residentMerging } from './resident.merging';
import { residentData } from './resident.personal';
import { buildResidentHandlers } from './resident.router';

export { agreeTo, consentsDue } from './consent.service';
export { assertConsents, assertMayConsent, type GivenConsents } from './consent.evidence';
export { certificateHashOf, findClaimable, findFound, idHashOf, type Claimable } from './resident.claiming';
export { assertMayBeGuardian } from './resident.children';
export { addedNotice, proposalNotices } from './resident.guardians';
export { giveToAccount } from './resident.model';
export {
  accountNames,
  assertActsFor,
  assertServes,
  findOwnResidentId,
  findResidentByIdNumber,
  findResidents,
  residentsOfAccount,
  type Access,
} from './resident.access';
export { bindAccount, findRecord, giveUp, residentNames, type MergeRecord } from './resident.merging';
export { findRecordIds } from './merging.model';
export { correctPerson, fieldText, type AcceptedCorrection } from './resident.correcting';
export {
  changeContacts,
  findImported,
  importedId,
  importHashOf,
  registerImported,
  type ContactChange,
  type KnownPerson,
  type SheetPerson,
} from './resident.importing';
export { listPeople, listRegistered, type ListedResident } from './resident.listed';
export { findHelpBy, findHelpFor, type Help } from './resident.permission';
export { nameHashesOf } from './resident.search';
export { findNeighboursById, listNeighbours, type Neighbour } from './resident.neighbours';
export { createDemoResident, type DemoResident } from './resident.registration';
export type { AccountResident, ResidentProfile } from './resident.presenter';

/** Residents: registration by real name, consents, and the own profile. */
export const residentModule: Module = {
  feature: 'resident',
  handlers: buildResidentHandlers,
  personalData: residentData,
  personalStores: residentStores,
  endService: lockPerson,
  merging: residentMerging,
};
