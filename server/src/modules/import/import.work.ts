import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { RowFault, SheetFault } from '@linkang/shared/domain/import-sheet';
import type { Deps } from '../../platform/deps';
import { withLease } from '../../platform/jobs';
import { dropBatches, dropFiles, emptyBatches, findOpenBatches, putBatch, readFile, sumCounts } from './batch.model';
import { findForgotten, findRun, findUnfinished, stepRun, type RunRow } from './import.model';
import { planBatch } from './import.plan';
import { readBatches, type ReadBatch } from './import.read';
import { readWords } from './import.words';
import { importBatch } from './import.write';
import { SheetError } from './sheet.fault';

const LEASE_MS = 10_000;
/** Batches that are written at a time: while one waits for the database, the next is encrypted. */
const AT_ONCE = 3;
/** A sheet that was checked and not imported is forgotten after this long. */
const FORGET_MS = 7 * 24 * 3_600_000;

async function keepBatch(deps: Deps, run: RunRow, no: number, { rows, faults, faulty }: ReadBatch): Promise<void> {
  const plan = run.direct
    ? { clashes: [] as RowFault[], counts: { created: 0, changed: 0, unchanged: 0 } }
    : await planBatch(deps, run, rows);
  await putBatch(deps.keyring, run._id, no, {
    people: JSON.stringify(rows),
    faults,
    clashes: plan.clashes,
    counts: { ...plan.counts, faulty: faulty + plan.clashes.length },
  });
}

async function refuse(deps: Deps, run: RunRow, fault: SheetFault): Promise<void> {
  await stepRun(run._id, 'reading', { state: 'failed', fault, doneAt: deps.clock.now() });
  await dropBatches([run._id]);
  await dropFiles([run._id]);
}

/** Reads the sheet into batches. Killed in between it is read again from the start, into the same batches. */
async function read(deps: Deps, run: RunRow): Promise<void> {
  const words = await readWords(dayOf(run.createdAt));
  let [no, rows] = [0, 0];
  try {
    for await (const batch of readBatches(deps, run.kind, await readFile(deps.keyring, run._id), words)) {
      await keepBatch(deps, run, no, batch);
      no += 1;
      rows += batch.rows.length + batch.faulty;
    }
  } catch (error) {
    if (error instanceof SheetError) return refuse(deps, run, error.fault);
    throw error;
  }
  const now = deps.clock.now();
  const counts = await sumCounts(run._id);
  await stepRun(run._id, 'reading', {
    state: run.direct ? 'importing' : 'checked',
    rows,
    ...counts,
    checkedAt: now,
    ...(run.direct ? { startedAt: now } : {}),
  });
  await dropFiles([run._id]);
}

/** Imports what is left, some batches at a time. */
async function importAll(deps: Deps, run: RunRow): Promise<void> {
  for (
    let batches = await findOpenBatches(run._id, -1, AT_ONCE);
    batches.length;
    batches = await findOpenBatches(run._id, batches.at(-1)?.no ?? 0, AT_ONCE)
  )
    await Promise.all(batches.map((batch) => importBatch(deps, run, batch)));
  const counts = await sumCounts(run._id);
  await stepRun(run._id, 'importing', { state: 'done', ...counts, doneAt: deps.clock.now() });
}

async function workOn(deps: Deps, id: string): Promise<void> {
  const run = await findRun(id);
  if (run?.state === 'reading') await read(deps, run);
  const again = await findRun(id);
  if (again?.state === 'importing') await importAll(deps, again);
}

/** Reads and imports whatever waits for it, one sheet after another and in one process at a time. */
export async function workOff(deps: Deps): Promise<void> {
  await withLease(deps, 'import', LEASE_MS, async () => {
    for (let ids = await findUnfinished(); ids.length; ids = await findUnfinished())
      for (const id of ids) await workOn(deps, id);
  });
}

/** Lets go of sheets that were checked and never imported. */
export async function forgetRuns(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  for (const { _id } of await findForgotten(new Date(now.getTime() - FORGET_MS))) {
    if (!(await stepRun(_id, 'checked', { state: 'expired', doneAt: now }))) continue;
    await emptyBatches([_id]);
  }
}
