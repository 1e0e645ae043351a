/**
 * The store of who answers for which child. It stands apart from the stories in `guardian`, which need residents,
 * because `resident` asks it on every access.
 */
export {
  activateGuardianship,
  countGuardianshipsOf,
  deleteGuardianshipsOf,
  discardGuardianship,
  discardGuardiansOf,
  endGuardianship,
  endGuardianshipsOf,
  findActiveGuardianship,
  findChildrenOf,
  findGuardiansOf,
  findGuardianship,
  findOwnGuardianships,
  findRowsOfChild,
  guardianshipPlace,
  insertGuardianship,
  insertGuardianshipOnce,
  newGuardianshipId,
  putGuardianship,
  type GuardianshipRow,
} from './guardianship.model';
export { findClashingGuardianships, mergeGuardianships } from './guardianship.merging.model';
