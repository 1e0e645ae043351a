import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { ImportedRecord } from '@linkang/shared/domain/import-row';
import type { ImportColumn } from '@linkang/shared/domain/import-sheet';
import { cleanEntry, sectionOf, type EntryContent, type EntryKind } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import type { Deps } from '../../platform/deps';
import {
  changeRecords,
  findByNumbers,
  findEntriesOf,
  insertEntries,
  insertRecords,
  type ImportChange,
} from './bulk.model';
import { nextNumbers, skipNumber } from './number.model';
import { buildEntry, currentOf, openEntry, revOf, sayTheSame } from './record.content';
import { findRecordsOf, type RecordRow } from './record.model';
import { buildRecord } from './record.service';
import type { EntryRow } from './entry.model';

/** What a sheet says of somebody's record. */
export interface RecordWish {
  residentId: string;
  /** The person is registered by the same sheet. */
  isNew: boolean;
  wanted: ImportedRecord;
  /** What a sheet said before. */
  before?: ImportedRecord;
}

interface NewVersion {
  kind: EntryKind;
  version: number;
  content: EntryContent;
}

/** What is to be written of a record. */
export interface RecordPlan {
  residentId: string;
  /** Why the row is left out. */
  clash?: { column: ImportColumn; says: string };
  writes: boolean;
  wanted: ImportedRecord;
  /** Absent where the record is to be opened. */
  record?: RecordRow;
  change?: ImportChange;
  versions: NewVersion[];
}

const KINDS = ['basics', 'allergies', 'illnesses'] as const;
type Kind = (typeof KINDS)[number];

/** What a sheet says of a part; null where it says nothing. */
function contentOf(kind: Kind, said: ImportedRecord, stood: EntryContent | undefined): EntryContent | null {
  const { bloodType, drugs, otherDrugs, illnesses } = said;
  const clean = (content: EntryContent): EntryContent => cleanEntry(sectionOf(recordForm, kind), content);
  if (kind === 'basics')
    return bloodType === undefined ? null : clean({ values: { ...stood?.values, bloodType }, rows: [] });
  if (kind === 'allergies')
    return drugs === undefined
      ? null
      : clean({ values: { drugs, ...(otherDrugs === undefined ? {} : { other: otherDrugs }) }, rows: [] });
  return illnesses === undefined ? null : clean({ values: {}, rows: illnesses.map((row) => ({ ...row })) });
}

/**
 * The new versions of a record's parts: where a sheet has said something before, what it says differently now; else
 * the parts that nobody has written.
 */
function versionsOf(
  { keyring }: Pick<Deps, 'keyring'>,
  { wanted, before }: RecordWish,
  recordId: string | undefined,
  entries: readonly EntryRow[],
): NewVersion[] {
  return KINDS.flatMap((kind) => {
    const versions = entries.filter((row) => row.kind === kind);
    const current = recordId === undefined ? undefined : currentOf(recordId, versions);
    const stood = current && openEntry(keyring, current).content;
    const content = contentOf(kind, wanted, stood);
    if (!content) return [];
    const said = before && contentOf(kind, before, stood);
    const isOpen = said ? !sayTheSame(said, content) : !stood;
    if (!isOpen || (stood && sayTheSame(stood, content))) return [];
    return [{ kind, version: revOf(versions) + 1, content }];
  });
}

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What of a record as a whole the sheet writes; undefined for nothing. */
function changeOf(record: RecordRow, { wanted, before }: RecordWish): ImportChange | undefined {
  const keys = ['teamId', 'doctorId', 'tags', 'openedDay'] as const;
  const set = Object.fromEntries(
    keys.flatMap((key) => {
      const value = wanted[key];
      const isOpen = before ? !same(value, before[key]) : isEmpty(record[key]);
      return value !== undefined && isOpen && !same(value, record[key]) ? [[key, value]] : [];
    }),
  );
  return Object.keys(set).length ? { id: record._id, rev: record.rev, set } : undefined;
}

function clashOf(
  { residentId, wanted: { recordNo } }: RecordWish,
  record: RecordRow | undefined,
  owner: string | undefined,
): RecordPlan['clash'] {
  if (recordNo !== undefined && record && record.number !== recordNo)
    return { column: 'recordNo', says: '与已有档案的档案号不一致，请核对' };
  return owner !== undefined && owner !== residentId
    ? { column: 'recordNo', says: '已经是别人的档案号，请核对' }
    : undefined;
}

function planOf(
  deps: Pick<Deps, 'keyring'>,
  wish: RecordWish,
  known: { record: RecordRow | undefined; owner: string | undefined; entries: readonly EntryRow[] },
): RecordPlan {
  const { residentId, wanted } = wish;
  const { record, owner, entries } = known;
  const clash = clashOf(wish, record, owner);
  const versions = clash ? [] : versionsOf(deps, wish, record?._id, entries);
  const change = record && !clash ? changeOf(record, wish) : undefined;
  const writes = !clash && (!record || change !== undefined || versions.length > 0);
  const base = { residentId, wanted, versions, writes };
  if (clash) return { ...base, clash };
  if (record?.status === 'closed' && writes)
    return { ...base, writes: false, clash: { column: 'name', says: '档案已经结案，请先恢复档案再导入' } };
  return { ...base, ...(record ? { record } : {}), ...(change ? { change } : {}) };
}

/** Compares what a sheet says with the records, in the order given; authorise before. */
export async function planRecords(deps: Pick<Deps, 'keyring'>, wishes: readonly RecordWish[]): Promise<RecordPlan[]> {
  const ids = wishes.filter(({ isNew }) => !isNew).map(({ residentId }) => residentId);
  const [records, entries, numbers] = await Promise.all([
    findRecordsOf(ids),
    findEntriesOf(ids, KINDS),
    findByNumbers(wishes.flatMap(({ wanted }) => wanted.recordNo ?? [])),
  ]);
  const recordOf = new Map(records.map((row) => [row.residentId, row]));
  const ownerOf = new Map(numbers.map((row) => [row.number, row.residentId]));
  const entriesOf = new Map<string, EntryRow[]>();
  for (const row of entries) entriesOf.set(row.residentId, [...(entriesOf.get(row.residentId) ?? []), row]);
  return wishes.map((wish) =>
    planOf(deps, wish, {
      record: recordOf.get(wish.residentId),
      owner: ownerOf.get(wish.wanted.recordNo ?? ''),
      entries: entriesOf.get(wish.residentId) ?? [],
    }),
  );
}

interface Writer {
  by: string;
  now: Date;
}

function openingOf({ residentId, wanted }: RecordPlan, number: string, { by, now }: Writer): RecordRow {
  const { openedDay = dayOf(now), teamId = null, doctorId = null, tags = [] } = wanted;
  return buildRecord({
    residentId,
    number,
    openedDay,
    electronic: true,
    teamId,
    doctorId,
    tags: tags as RecordRow['tags'],
    by,
    at: now,
  });
}

/**
 * Writes what was planned.
 * @returns false when others have written the same records meanwhile: plan anew
 */
export async function writeRecords(deps: Deps, plans: readonly RecordPlan[], writer: Writer): Promise<boolean> {
  const { keyring, config } = deps;
  const opened = plans.filter(({ record }) => !record);
  const lacking = opened.filter(({ wanted }) => wanted.recordNo === undefined).length;
  const numbers = await nextNumbers(config.centre.areaCode, lacking);
  const rows = new Map(
    opened.map((plan) => [plan.residentId, openingOf(plan, plan.wanted.recordNo ?? numbers.shift() ?? '', writer)]),
  );
  if (!(await insertRecords([...rows.values()]))) return false;
  for (const { wanted } of opened)
    if (wanted.recordNo !== undefined) await skipNumber(config.centre.areaCode, wanted.recordNo);
  if (
    !(await changeRecords(
      plans.flatMap(({ change }) => change ?? []),
      writer,
    ))
  )
    return false;
  const signing = { by: writer.by, at: writer.now };
  return insertEntries(
    plans.flatMap(({ residentId, record, versions }) => {
      const of = record ?? rows.get(residentId);
      return of ? versions.map((part) => buildEntry(keyring, of, part, signing)) : [];
    }),
  );
}
