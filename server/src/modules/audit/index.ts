/**
 * The store of the audit log: who touched whose data. It stands apart from the pages on which it is read (`trail`),
 * since every feature writes into it.
 */
export { actionOf, knownActions, type AuditAction } from './audit.actions';
export {
  accessKinds,
  auditResults,
  findAudits,
  findFailed,
  type AuditCursor,
  type AuditFilter,
  type AuditResult,
  type AuditRow,
} from './audit.model';
export { noteRelative, recordAccess, recordOwn, recordRefusal, recordRelative } from './audit.record';
export { openReason } from './audit.reason';
export { removeOldAudits, sealAndLook, sealAudits, tellHead } from './audit.seal';
export { verifyAudits, type AuditCheck, type AuditFinding } from './audit.verify';
