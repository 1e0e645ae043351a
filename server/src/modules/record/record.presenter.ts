import type { HealthRecord, RecordEntry, RecordVersion } from '@linkang/shared/api/record.routes';
import { sayEntry, sectionOf, type EntryContent, type EntryKind } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import type { Keyring } from '../../platform/keyring';
import type { EntryRow } from './entry.model';
import { currentOf, openEntry, revOf, type OpenEntry } from './record.content';
import type { RecordRow } from './record.model';
import { statePlace, type StateRow } from './state.model';

/** What the presenting of a record needs besides its row. */
export interface RecordContext {
  keyring: Keyring;
  /** Every version of the parts that the caller sees. */
  versions: readonly EntryRow[];
  /** Parts that the caller sees. */
  kinds: readonly EntryKind[];
  /** Closings and reopenings, the newest first. */
  states: readonly StateRow[];
  /** Names of staff by id. */
  staff: ReadonlyMap<string, string>;
  teamName: string;
}

const signedOf = ({ row, intact }: OpenEntry, staff: ReadonlyMap<string, string>) => ({
  by: staff.get(row.by) ?? '',
  at: row.at.toISOString(),
  intact,
});

const plain = ({ values, rows }: EntryContent) => ({
  values: values as RecordEntry['values'],
  rows: rows as RecordEntry['rows'],
});

function presentEntry(record: RecordRow, kind: EntryKind, { keyring, versions, staff }: RecordContext): RecordEntry[] {
  const ofKind = versions.filter((row) => row.kind === kind);
  const current = currentOf(record._id, ofKind);
  if (!current) return [];
  const open = openEntry(keyring, current);
  const review = record.review?.includes(kind) ?? false;
  return [{ kind, ...plain(open.content), rev: revOf(ofKind), signed: signedOf(open, staff), review }];
}

/** A record as it stands. */
export function presentRecord(record: RecordRow, context: RecordContext): HealthRecord {
  const { keyring, kinds, states, staff, teamName } = context;
  const { closing, doctorId } = record;
  return {
    residentId: record.residentId,
    number: record.number,
    status: record.status,
    closing: closing ?? null,
    states: states.map(({ _id, what, reason, day, words, by, at }) => ({
      what,
      reason: reason ?? null,
      day,
      words: keyring.decrypt(words, statePlace(_id)),
      by: staff.get(by) ?? '',
      at: at.toISOString(),
    })),
    electronic: record.electronic,
    openedDay: record.openedDay,
    teamId: record.teamId,
    teamName,
    doctorId,
    doctorName: staff.get(doctorId ?? '') ?? '',
    tags: [...record.tags],
    lastServedDay: record.lastServedDay,
    entries: kinds.flatMap((kind) => presentEntry(record, kind, context)),
    kinds: [...kinds],
    rev: record.rev,
  };
}

/** Lines of a version as a comparison reads them; rows stand one by one. */
function linesOf(kind: EntryKind, content: EntryContent | undefined): Map<string, string> {
  if (!content) return new Map();
  const section = sectionOf(recordForm, kind);
  return new Map(
    sayEntry(section, content).map(({ name, text }, index) => [name || `第${index + 1}条`, text] as const),
  );
}

function changesOf(kind: EntryKind, before: EntryContent | undefined, after: EntryContent): RecordVersion['changed'] {
  const [was, is] = [linesOf(kind, before), linesOf(kind, after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((name) => ({ name, before: was.get(name) ?? '', after: is.get(name) ?? '' }))
    .filter((line) => line.before !== line.after);
}

/** Every version of one part, the newest first, each beside the one before it in the same record. */
export function presentVersions(
  records: readonly RecordRow[],
  versions: readonly EntryRow[],
  { keyring, staff }: Pick<RecordContext, 'keyring' | 'staff'>,
): RecordVersion[] {
  const open = versions.map((row) => openEntry(keyring, row));
  const currentId = records.find(({ current }) => current)?._id;
  return open.map((entry) => {
    const { recordId, version, kind } = entry.row;
    const before = open
      .filter(({ row }) => row.recordId === recordId && row.version < version)
      .sort((a, b) => b.row.version - a.row.version)[0];
    const from = records.find(({ _id }) => _id === recordId);
    return {
      ...plain(entry.content),
      rev: version,
      signed: signedOf(entry, staff),
      fromRecord: recordId === currentId ? null : (from?.number ?? ''),
      changed: changesOf(kind, before?.content, entry.content),
    };
  });
}
