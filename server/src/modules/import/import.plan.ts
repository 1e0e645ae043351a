import type { ImportedPerson } from '@linkang/shared/domain/import-row';
import { importColumns, type ImportColumn, type RowFault } from '@linkang/shared/domain/import-sheet';
import type { Deps } from '../../platform/deps';
import { planRecords, type RecordPlan } from '../record';
import { findImported, importedId, type ContactChange, type KnownPerson } from '../resident';
import type { ImportCounts } from './import.model';
import type { ReadRow } from './import.read';
import { findImportedRows, openCells, type ImportedRow } from './imported.model';

/** What is to be written of a row. */
export interface PlannedRow extends ReadRow {
  id: string;
  outcome: ImportedRow['outcome'];
  isNew: boolean;
  contact: ContactChange;
  record: RecordPlan;
  digest: string;
  /** Whether a sheet has said something of the person before. */
  isAgain: boolean;
}

/** What becomes of the rows of a batch. */
export interface BatchPlan {
  /** Those with something to write. */
  rows: PlannedRow[];
  clashes: RowFault[];
  counts: Omit<ImportCounts, 'faulty'>;
}

const fault = (line: number, column: ImportColumn, says: string): RowFault => ({
  line,
  column,
  says: `${importColumns[column]}：${says}`,
});

type Contact = keyof ContactChange;
const contactKeys: readonly Contact[] = ['phone', 'communityId', 'address'];

/**
 * What of a contact the sheet writes: where it has said something before, what it says differently now; otherwise what
 * the record lacks. What the person or the desk has entered stays.
 */
function contactChange(person: ImportedPerson, before: ImportedPerson | undefined, known: KnownPerson): ContactChange {
  const isWritten = (key: Contact): boolean =>
    person[key] !== undefined && (before ? person[key] !== before[key] : !known.has[key]);
  return Object.fromEntries(contactKeys.filter(isWritten).map((key) => [key, person[key]]));
}

/** A row of which the sheet says something else than the last time, or something for the first time. */
interface OpenRow extends ReadRow {
  digest: string;
  before?: ImportedPerson;
}

type Draft = Omit<PlannedRow, 'outcome' | 'record'> & Pick<OpenRow, 'before'> & { isMine: boolean };

function draftOf(runId: string, row: OpenRow, known: KnownPerson | undefined): Draft | RowFault {
  const ownId = importedId(runId, row.idHash);
  const base = { ...row, isAgain: row.before !== undefined };
  if (!known) return { ...base, id: ownId, isNew: true, isMine: true, contact: {} };
  if (!known.sameName) return fault(row.line, 'name', '与已有档案姓名不一致，请核对身份证号和姓名');
  return {
    ...base,
    id: known.id,
    isNew: false,
    isMine: known.id === ownId,
    contact: contactChange(row.person, row.before, known),
  };
}

const isFault = (draft: Draft | RowFault): draft is RowFault => 'says' in draft;

function outcomeOf({ isMine, contact }: Draft, record: RecordPlan): ImportedRow['outcome'] {
  if (isMine) return 'created';
  return Object.keys(contact).length > 0 || record.writes ? 'changed' : 'unchanged';
}

/** Compares a batch with what the centre has, and writes nothing. */
export async function planBatch(deps: Deps, run: { _id: string }, rows: readonly ReadRow[]): Promise<BatchPlan> {
  const { keyring } = deps;
  const counts = { created: 0, changed: 0, unchanged: 0 };
  const clashes: RowFault[] = [];
  const imported = new Map(
    (await findImportedRows(rows.map(({ idHash }) => idHash))).map((row) => [row._id, row] as const),
  );
  const open: OpenRow[] = [];
  for (const row of rows) {
    const digest = keyring.hash('importedRow', JSON.stringify(row.person));
    const last = imported.get(row.idHash);
    if (last?.digest === digest) counts[last.runId === run._id ? last.outcome : 'unchanged'] += 1;
    else
      open.push({
        ...row,
        digest,
        ...(last ? { before: JSON.parse(openCells(keyring, last)) as ImportedPerson } : {}),
      });
  }
  const known = await findImported(
    deps,
    open.map(({ idHash, person }) => ({ ...person, idHash })),
  );
  const drafts: Draft[] = [];
  for (const row of open) {
    const draft = draftOf(run._id, row, known.get(row.idHash));
    if (isFault(draft)) clashes.push(draft);
    else drafts.push(draft);
  }
  const records = await planRecords(
    deps,
    drafts.map(({ id, isNew, person, before }) => ({
      residentId: id,
      isNew,
      wanted: person.record,
      ...(before ? { before: before.record } : {}),
    })),
  );
  const planned: PlannedRow[] = [];
  drafts.forEach(({ before: _, isMine, ...draft }, index) => {
    const record = records[index] as RecordPlan;
    if (record.clash) return void clashes.push(fault(draft.line, record.clash.column, record.clash.says));
    const outcome = outcomeOf({ ...draft, isMine }, record);
    counts[outcome] += 1;
    planned.push({ ...draft, outcome, record });
  });
  return { rows: planned, clashes: clashes.sort((a, b) => a.line - b.line), counts };
}
