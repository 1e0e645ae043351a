import { placeOf, type Keyring, type Sealed } from '../../platform/keyring';
import type { AuditRow } from './audit.model';

const reasonPlace = (id: AuditRow['_id']): string => placeOf('audits', 'reason', id);

/** Encrypts the reason of a row. */
export const sealReason = (keyring: Keyring, id: AuditRow['_id'], reason: string): Sealed =>
  keyring.encrypt(reason, reasonPlace(id));

/** The reason that was given, readable. */
export const openReason = (keyring: Keyring, row: Pick<AuditRow, '_id' | 'reason'>): string | undefined =>
  row.reason === undefined ? undefined : keyring.decrypt(row.reason, reasonPlace(row._id));
