import { EXPORT_MAX_ROWS, exportKinds, exportPurposes } from '@linkang/shared/domain/export-rules';
import { dayOf, timeOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import { findStaff, staffNames } from '../staff';
import { fileOf } from './export.file';
import { countAlone, filePlace, findUnmade, putFile, removeFiles, stepExport, type ExportRow } from './export.model';
import { mayExport } from './export.policy';
import { collect, type Collected } from './export.rows';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BATCH = 20;

/** The first line of each file: whose it is, when and what for. */
async function watermarkOf(row: ExportRow, now: Date): Promise<string> {
  const names = await staffNames([row.askedBy, ...(row.decidedBy === undefined ? [] : [row.decidedBy])]);
  const agreed = row.decidedBy === undefined ? '' : `｜批准 ${names.get(row.decidedBy) ?? ''}`;
  const purpose = exportPurposes[row.purpose].title;
  const made = `${dayOf(now)} ${timeOf(now)}`;
  return `导出 ${names.get(row.askedBy) ?? ''}${agreed}｜${made}｜用途 ${purpose}｜单号 ${row._id}｜不得转发或作他用`;
}

/** Makes the file and then says that it is there: killed in between, the next run makes it again. */
async function make(deps: Deps, row: ExportRow, { header, rows, residentIds }: Collected, now: Date): Promise<void> {
  const file = await fileOf(row.format, [[await watermarkOf(row, now)], header, ...rows]);
  const expiresAt = new Date(now.getTime() + deps.config.retention.export.fileHours * HOUR_MS);
  const sealed = deps.keyring.encrypt(file.toString('base64'), filePlace(row._id));
  await putFile({ _id: row._id, sealed, residentIds: [...new Set(residentIds)], expiresAt });
  const alone = row.state === 'asked' ? { alone: true as const } : {};
  await stepExport(row._id, row.state, { state: 'ready', rows: rows.length, expiresAt, ...alone });
}

/** One request a step further. Right and number of rows are looked at now, whatever they were when it was asked. */
async function advance(deps: Deps, row: ExportRow, now: Date): Promise<void> {
  const { _id, state, askedBy } = row;
  if (!mayExport(await findStaff(askedBy)))
    return void (await stepExport(_id, state, { state: 'failed', fault: 'NO_RIGHT' }));
  const found = await collect(deps, row);
  const count = found.rows.length;
  if (count > EXPORT_MAX_ROWS)
    return void (await stepExport(_id, state, { state: 'failed', rows: count, fault: 'TOO_MANY' }));
  if (state === 'asked') {
    // In one process at a time: two requests at once cannot both find the day's rows unused.
    const used = await countAlone(askedBy, new Date(now.getTime() - DAY_MS));
    if (used + count > deps.config.retention.export.rowsAlone)
      return void (await stepExport(_id, state, { state: 'waiting', rows: count }));
  }
  await make(deps, row, found, now);
}

/** Brings requests further and removes files whose time is up. */
export async function makeExports(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const removed = await removeFiles(now);
  if (removed) deps.log.info({ removed }, 'exported files removed');
  for (const row of await findUnmade(BATCH)) await advance(deps, row, now);
}

/** What the file is called when it is saved; no name of anybody. */
export const fileNameOf = ({ kind, format, fromDay, toDay }: ExportRow): string =>
  `${exportKinds[kind]} ${fromDay} 至 ${toDay}.${format}`;
