import type { ImportRun } from '@linkang/shared/api/import.routes';
import { sheetFaultTexts } from '@linkang/shared/domain/import-sheet';
import { staffNames } from '../staff';
import type { RunRow } from './import.model';

/** Runs with the names of who uploaded them. */
export async function presentRuns(runs: readonly RunRow[]): Promise<ImportRun[]> {
  const names = await staffNames([...new Set(runs.map(({ by }) => by))]);
  return runs.map(({ _id, state, fault, rows, created, changed, unchanged, faulty, by, createdAt, doneAt }) => ({
    id: _id,
    state,
    fault: fault === undefined ? null : sheetFaultTexts[fault],
    rows,
    created,
    changed,
    unchanged,
    faulty,
    byName: names.get(by) ?? '',
    createdAt: createdAt.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
  }));
}

/** One run. */
export const presentRun = async (run: RunRow): Promise<ImportRun> => (await presentRuns([run]))[0] as ImportRun;
