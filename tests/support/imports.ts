import { randomUUID } from 'node:crypto';
import { createStaff } from '@linkang/server/modules/staff';
import { importModule } from '@linkang/server/modules/import';
import { xlsxOf } from '@linkang/server/modules/export/export.file';
import type { ImportRun } from '@linkang/shared/api/import.routes';
import { csvLine } from '@linkang/shared/domain/export-rules';
import { importColumns, type ImportColumn, type RowFault } from '@linkang/shared/domain/import-sheet';
import { bodyOf } from './answers';
import { buildIdNumber, STAFF_PASSWORD } from './builders';
import { staffCaller } from './clinic';
import type { Answer, Caller } from './http';
import { sendFile } from './pictures';
import { eventually } from './poll';
import type { TestServer } from './server';

/** A row as somebody types it; columns that are missing stay empty. */
export type TypedRow = Partial<Record<ImportColumn, string>>;
/** A run with its first faults. */
export type SeenRun = ImportRun & { faults: RowFault[] };

const columns = Object.keys(importColumns) as ImportColumn[];

/** A row of somebody who is not in the centre yet. */
export const buildRow = (changes: TypedRow = {}): TypedRow => ({
  name: '赵秀兰',
  idNumber: buildIdNumber(),
  ...changes,
});

const cellsOf = (rows: readonly TypedRow[]): string[][] => [
  Object.values(importColumns),
  ...rows.map((row) => columns.map((column) => row[column] ?? '')),
];

/** A sheet as CSV. */
export const csvSheet = (rows: readonly TypedRow[]): Buffer =>
  Buffer.from(`\uFEFF${cellsOf(rows).map(csvLine).join('\r\n')}\r\n`);

/** The same as a workbook. */
export const xlsxSheet = (rows: readonly TypedRow[]): Promise<Buffer> => xlsxOf(cellsOf(rows));

/** Uploads a sheet. */
export const uploadSheet = (
  caller: Caller,
  bytes: Uint8Array,
  options: { type?: string; key?: string | null } = {},
): Promise<Answer<ImportRun>> =>
  sendFile<ImportRun>(caller, 'POST', '/imports', bytes, {
    type: 'application/octet-stream',
    key: randomUUID(),
    ...options,
  });

let count = 0;

/** Somebody of the staff whose account may import. */
export async function buildImporter(server: TestServer, rights: 'importRecords'[] = ['importRecords']) {
  count += 1;
  const profile = {
    username: `import-${count}`,
    name: '方志刚',
    title: '',
    roles: ['admin' as const],
    rights,
    teamIds: [],
  };
  const id = (await createStaff({ ...profile, password: STAFF_PASSWORD, demo: false }))?.id ?? '';
  return { id, caller: staffCaller(server, ['admin'], id) };
}

const isAtRest = ({ state }: ImportRun): boolean => state !== 'reading' && state !== 'importing';

/** Waits until a run is at rest; the job helps. */
export const restOf = (server: TestServer, caller: Caller, id: string): Promise<SeenRun> =>
  eventually(
    'the import is at rest',
    async () => {
      await importModule.jobs?.(server.deps)[0]?.run();
      const run = bodyOf(await caller.get<SeenRun>(`/imports/${id}`));
      return isAtRest(run) && run;
    },
    { withinMs: 20_000 },
  );

/** Uploads a sheet and waits until it is read. */
export async function checkSheet(server: TestServer, caller: Caller, bytes: Uint8Array): Promise<SeenRun> {
  const { id } = bodyOf(await uploadSheet(caller, bytes), 201);
  return restOf(server, caller, id);
}

/** Uploads a sheet and imports it. */
export async function importSheet(server: TestServer, caller: Caller, bytes: Uint8Array): Promise<SeenRun> {
  const { id } = await checkSheet(server, caller, bytes);
  bodyOf(await caller.post(`/imports/${id}/start`));
  return restOf(server, caller, id);
}

/** How many people of a run became what: new, changed, unchanged, faulty rows. */
export const countsOf = ({ created, changed, unchanged, faulty }: ImportRun): number[] => [
  created,
  changed,
  unchanged,
  faulty,
];
