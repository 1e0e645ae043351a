import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import type { StaffActor } from '../../platform/actor';
import { recordAccess } from '../audit';
import { writeRecords } from '../record';
import { changeContacts, registerImported } from '../resident';
import { finishBatch, openBatch, type BatchRow } from './batch.model';
import type { RunRow } from './import.model';
import { planBatch, type PlannedRow } from './import.plan';
import type { ReadRow } from './import.read';
import { insertImported, replaceImported, sealCells, type ImportedRow } from './imported.model';

/** So often is a batch compared anew whose people others were writing at the same moment. */
const MAX_TRIES = 5;

/** The run as the log names it: who said to import the sheet. */
const requestOf = (deps: Deps, run: RunRow): RequestInfo<StaffActor> => ({
  actor: { kind: 'staff', accountId: run.by, signInId: 'import', roles: run.roles, teamIds: [] },
  address: '',
  userAgent: '',
  requestId: run._id,
  now: deps.clock.now(),
  trace: { keyring: deps.keyring, residentIds: new Set() },
});

const importedOf = (deps: Deps, run: RunRow, row: PlannedRow, now: Date): ImportedRow => ({
  _id: row.idHash,
  residentId: row.id,
  digest: row.digest,
  cells: sealCells(deps.keyring, row.idHash, JSON.stringify(row.person)),
  runId: run._id,
  outcome: row.outcome,
  at: now,
});

/**
 * Writes what was planned: the person, the record, and last what the sheet said, so that whoever takes the batch up
 * again after a kill finds what is there already and goes on.
 * @returns false when somebody else wrote one of these people at the same moment
 */
async function writeRows(deps: Deps, run: RunRow, rows: readonly PlannedRow[]): Promise<boolean> {
  const request = requestOf(deps, run);
  const { now } = request;
  const touched = rows.filter(({ outcome }) => outcome !== 'unchanged').map(({ id }) => id);
  await recordAccess(request, 'import.start', touched);
  const added = rows.filter(({ isNew }) => isNew);
  const areMine = await registerImported(
    deps,
    added.map(({ id, idHash, person }) => ({ ...person, id, idHash })),
    now,
  );
  if (!areMine) return false;
  await changeContacts(
    deps,
    new Map(rows.flatMap(({ id, contact }) => (Object.keys(contact).length ? [[id, contact] as const] : []))),
  );
  const isWritten = await writeRecords(
    deps,
    rows.map(({ record }) => record),
    { by: run.by, now },
  );
  if (!isWritten) return false;
  const said = rows.map((row) => importedOf(deps, run, row, now));
  await insertImported(said.filter((_, index) => rows[index]?.isAgain === false));
  await replaceImported(said.filter((_, index) => rows[index]?.isAgain === true));
  return true;
}

/** Imports one batch, however often it was begun before. */
export async function importBatch(deps: Deps, run: RunRow, batch: BatchRow): Promise<void> {
  const rows = JSON.parse(openBatch(deps.keyring, batch)) as ReadRow[];
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const { rows: planned, clashes, counts } = await planBatch(deps, run, rows);
    if (!(await writeRows(deps, run, planned))) continue;
    const sheetFaulty = new Set(batch.faults.map(({ line }) => line)).size;
    return finishBatch(batch._id, clashes, { ...counts, faulty: sheetFaulty + clashes.length });
  }
  throw new Error('a batch met other writers again and again');
}
