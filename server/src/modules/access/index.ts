/**
 * Whose record staff may read. It stands apart from `resident`, which asks it on every access, and from
 * `emergency`, which needs residents.
 */
export { assertMayReadResident, findGround, reveal, type Ground } from './access.service';
export { countRevealsBefore, countRevealsOf, deleteRevealsOf, removeRevealsBefore } from './access.model';
export {
  countEmergenciesBefore,
  countEmergenciesOf,
  countUnreviewed,
  createEmergencyOnce,
  deleteEmergenciesOf,
  emergencyPlace,
  findEmergencies,
  findEmergency,
  removeEmergenciesBefore,
  reviewDeadline,
  reviewEmergency,
  type EmergencyCursor,
  type EmergencyRow,
} from './emergency.model';
