import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportRoutes, ImportRun } from '@linkang/shared/api/import.routes';
import type { Reply } from '@linkang/shared/api/route';
import { IMPORT_MAX_FAULTS, sheetFaultTexts } from '@linkang/shared/domain/import-sheet';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { Idempotency, IdempotentFields } from '../../platform/idempotency';
import type { RequestInfo } from '../../platform/module';
import { findStaff, type StaffProfile } from '../staff';
import { dropFiles, findFaults, putFile } from './batch.model';
import { faultsFile, templateFile, type SheetFile } from './import.files';
import { createRun, findLatestRuns, findRun, insertRun, stepRun, type RunRow } from './import.model';
import { mayImport } from './import.policy';
import { presentRun, presentRuns } from './import.presenter';
import { assertSheet } from './import.read';
import { workOff } from './import.work';
import { kindOf } from './sheet';
import { SheetError } from './sheet.fault';
import type { SheetKind } from './sheet.kinds';

type StaffRequest = RequestInfo<StaffActor>;

/** Runs that are listed. */
const MAX_LISTED = 20;
/** Faults that the page shows; all of them are in the file. */
const MAX_SHOWN = 100;
const POLL_MS = 500;

/** @throws FORBIDDEN unless the account may import now, whatever its token says */
async function assertMayImport({ actor }: StaffRequest): Promise<void> {
  if (!mayImport(await findStaff(actor.accountId)))
    throw new AppError('FORBIDDEN', { detail: '您的账号没有导入档案的权限，需要的话请管理员开通。' });
}

/** @throws VALIDATION_FAILED for a file that does not even begin as a sheet of ours */
async function readKind(bytes: Buffer): Promise<SheetKind> {
  try {
    const kind = kindOf(bytes);
    await assertSheet(kind, bytes);
    return kind;
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    const detail = sheetFaultTexts[error.fault];
    throw new AppError('VALIDATION_FAILED', { detail, fields: [fieldFault('body', error.fault, detail)] });
  }
}

type NewRun = Omit<RunRow, keyof IdempotentFields>;

const buildRun = (
  who: Pick<StaffProfile, 'id' | 'roles'>,
  sheet: Pick<RunRow, 'kind' | 'bytes' | 'direct'>,
  now: Date,
): NewRun => ({
  ...sheet,
  _id: new mongoose.Types.ObjectId().toHexString(),
  state: 'reading',
  rows: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  faulty: 0,
  by: who.id,
  roles: [...who.roles],
  createdAt: now,
});

/** Begins what waits, without waiting for its end; what goes wrong is for the job to try again. */
const begin = (deps: Deps): void =>
  void workOff(deps).catch((error: unknown) => deps.log.error({ err: error }, 'an import broke off'));

/**
 * Keeps an uploaded sheet and begins to read it. Nothing else is changed until somebody starts the import.
 * @throws FORBIDDEN, VALIDATION_FAILED, IDEMPOTENCY_MISMATCH
 */
export async function uploadSheet(
  deps: Deps,
  upload: Uint8Array,
  request: StaffRequest & { idempotency: Idempotency },
): Promise<ImportRun> {
  const { actor, now, idempotency } = request;
  await assertMayImport(request);
  const bytes = Buffer.from(upload.buffer, upload.byteOffset, upload.byteLength);
  const kind = await readKind(bytes);
  const own = buildRun({ id: actor.accountId, roles: actor.roles }, { kind, bytes: bytes.length, direct: false }, now);
  const run = await createRun(idempotency, now, async () => {
    // Before the run: one without its file could never be read.
    await putFile(deps.keyring, own._id, bytes);
    return own;
  });
  if (run._id !== own._id) await dropFiles([own._id]);
  begin(deps);
  return presentRun(run);
}

async function loadRun(id: string): Promise<RunRow> {
  const run = await findRun(id);
  if (!run) throw new AppError('NOT_FOUND');
  return run;
}

/** The latest runs. @throws FORBIDDEN */
export async function listRuns(request: StaffRequest): Promise<Reply<ImportRoutes['list']>> {
  await assertMayImport(request);
  return { items: await presentRuns(await findLatestRuns(MAX_LISTED)) };
}

/** A run with its first faults. @throws FORBIDDEN, NOT_FOUND */
export async function readRun(id: string, request: StaffRequest): Promise<Reply<ImportRoutes['get']>> {
  await assertMayImport(request);
  const run = await loadRun(id);
  return { ...(await presentRun(run)), faults: await findFaults(id, MAX_SHOWN) };
}

/** Says that a sheet is to be imported. A repeat changes nothing. @throws FORBIDDEN, NOT_FOUND, STATE_CONFLICT */
export async function startRun(deps: Deps, id: string, request: StaffRequest): Promise<ImportRun> {
  await assertMayImport(request);
  const started = await stepRun(id, 'checked', { state: 'importing', startedAt: request.now });
  const run = started ?? (await loadRun(id));
  if (run.state === 'reading') throw new AppError('STATE_CONFLICT', { detail: '表格还在核对，核对完再导入。' });
  if (run.state === 'failed' || run.state === 'expired')
    throw new AppError('STATE_CONFLICT', { detail: '这份表格不能导入了，请重新上传。' });
  begin(deps);
  return presentRun(run);
}

/** What is wrong with the rows, as a file. @throws FORBIDDEN, NOT_FOUND */
export async function openFaults(id: string, request: StaffRequest): Promise<SheetFile> {
  await assertMayImport(request);
  await loadRun(id);
  return faultsFile(await findFaults(id, IMPORT_MAX_FAULTS));
}

/** The sheet to fill in. @throws FORBIDDEN */
export async function openTemplate(request: StaffRequest): Promise<SheetFile> {
  await assertMayImport(request);
  return templateFile();
}

/** What an import came to, with everything that is wrong with the rows. */
export interface ImportEnd {
  run: RunRow;
  faults: Awaited<ReturnType<typeof findFaults>>;
}

/**
 * Reads a sheet for the command line, and imports it unless it is a rehearsal; comes back when it is done. Killed in
 * between, the next one goes on with it, and so does a server.
 * @throws SheetError for a file that does not even begin as a sheet of ours
 */
export async function importFile(
  deps: Deps,
  bytes: Buffer,
  who: Pick<StaffProfile, 'id' | 'roles'>,
  { dryRun }: { dryRun: boolean },
): Promise<ImportEnd> {
  const kind = kindOf(bytes);
  await assertSheet(kind, bytes);
  const run = buildRun(who, { kind, bytes: bytes.length, direct: !dryRun }, deps.clock.now());
  await putFile(deps.keyring, run._id, bytes);
  await insertRun(run);
  for (;;) {
    await workOff(deps);
    const now = await loadRun(run._id);
    if (now.state !== 'reading' && now.state !== 'importing')
      return { run: now, faults: await findFaults(run._id, IMPORT_MAX_FAULTS) };
    // A server that runs beside has it in hand.
    await sleep(POLL_MS);
  }
}
