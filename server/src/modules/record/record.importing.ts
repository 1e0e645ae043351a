import { dayOf } from '@linkang/shared/domain/clinic-day';
import {
  checkEntry,
  cleanEntry,
  sectionOf,
  type EntryContent,
  type EntryKind,
} from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import type { Deps } from '../../platform/deps';
import { findVersions, insertEntry } from './entry.model';
import { buildEntry } from './record.content';
import { findRecordOf, insertRecord, noteServed } from './record.model';
import { nextNumber, skipNumber } from './number.model';
import { buildRecord, type Opening } from './record.service';

/** A record that comes as a whole: from a file, or from the demo. */
export interface WholeRecord extends Omit<Opening, 'number'> {
  /** The number that it has on paper; without one it gets the next. */
  number?: string;
  /** What its parts say; parts that are missing are left open. */
  parts: Partial<Record<EntryKind, EntryContent>>;
}

/** What became of it: opened, or why not. */
export type WholeOutcome = 'opened' | 'exists' | 'numberTaken';

type Doing = Pick<Deps, 'keyring' | 'config'>;

/**
 * Opens a record with its first versions, signed by whoever brings it. Running it again finishes what a crash left and
 * changes nothing else: a part of which there is a version stays as it is.
 * @throws RangeError when a part does not keep to the form; check it before (`checkEntry`)
 */
export async function putWholeRecord(deps: Doing, { parts, ...whole }: WholeRecord): Promise<WholeOutcome> {
  const contents = (Object.entries(parts) as [EntryKind, EntryContent][]).map(([kind, entered]) => {
    const section = sectionOf(recordForm, kind);
    const content = cleanEntry(section, entered);
    if (checkEntry(section, content, dayOf(whole.at)).length > 0) throw new RangeError(`"${kind}" breaks the form`);
    return { kind, content };
  });
  const { areaCode } = deps.config.centre;
  const number = whole.number ?? (await nextNumber(areaCode));
  const taken = await insertRecord(buildRecord({ ...whole, number }));
  const record = await findRecordOf(whole.residentId);
  // Of a record that was brought before both values are taken.
  if (!record) return 'numberTaken';
  if (taken === null && whole.number !== undefined) await skipNumber(areaCode, number);
  if (record.status === 'closed') return 'exists';
  const signing = { by: whole.by, at: whole.at };
  for (const { kind, content } of contents) {
    if ((await findVersions(whole.residentId, [kind])).length > 0) continue;
    await insertEntry(buildEntry(deps.keyring, record, { kind, version: 1, content }, signing));
    await noteServed(record._id, dayOf(whole.at));
  }
  return taken === null ? 'opened' : 'exists';
}
