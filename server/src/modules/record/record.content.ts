import type { EntryContent, EntryKind } from '@linkang/shared/domain/record-form';
import mongoose from 'mongoose';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Keyring } from '../../platform/keyring';
import { entryPlace, type EntryRow } from './entry.model';
import type { RecordRow } from './record.model';

/** Who writes a part, when. */
export interface Signing {
  by: string;
  at: Date;
}

type Signed = Pick<EntryRow, 'recordId' | 'kind' | 'version' | 'by' | 'at'>;

/** The mark under a version: whoever has the database alone cannot make one. */
const markOf = (keyring: Keyring, { recordId, kind, version, by, at }: Signed, json: string): string =>
  keyring.hash('recordEntry', JSON.stringify([recordId, kind, version, by, at.toISOString(), json]));

/** A version as it is kept: encrypted and signed. */
export function buildEntry(
  keyring: Keyring,
  record: Pick<RecordRow, '_id' | 'residentId'>,
  part: { kind: EntryKind; version: number; content: EntryContent },
  { by, at }: Signing,
): EntryRow {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const json = JSON.stringify(part.content);
  const signed = { recordId: record._id, kind: part.kind, version: part.version, by, at };
  return {
    ...signed,
    _id,
    residentId: record.residentId,
    content: keyring.encrypt(json, entryPlace(_id)),
    day: dayOf(at),
    mark: markOf(keyring, signed, json),
  };
}

/** A version with what it says. */
export interface OpenEntry {
  row: EntryRow;
  content: EntryContent;
  /** Whether it is still what was signed. */
  intact: boolean;
}

/** Opens a version. */
export function openEntry(keyring: Keyring, row: EntryRow): OpenEntry {
  const json = keyring.decrypt(row.content, entryPlace(row._id));
  return { row, content: JSON.parse(json) as EntryContent, intact: markOf(keyring, row, json) === row.mark };
}

/** Whether two versions say the same. */
export const sayTheSame = (one: EntryContent, other: EntryContent): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Number of the newest version of a part, over all records of the person; 0 before there is one. */
export const revOf = (versions: readonly EntryRow[]): number => Math.max(0, ...versions.map(({ version }) => version));

/**
 * The version of a part that counts: the newest of the person's record, or where it has none the newest of one that
 * became a part of it.
 * @param versions of one part
 */
export function currentOf(recordId: string, versions: readonly EntryRow[]): EntryRow | undefined {
  const own = versions.filter((row) => row.recordId === recordId).sort((a, b) => b.version - a.version);
  return own[0] ?? [...versions].sort((a, b) => b.at.getTime() - a.at.getTime() || b.version - a.version)[0];
}
