import type { ExportRequest, ExportRoutes } from '@linkang/shared/api/export.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { Idempotency } from '../../platform/idempotency';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findStaff, staffNames } from '../staff';
import { fileTypes } from './export.file';
import { fileNameOf } from './export.making';
import {
  countDownload,
  createExportOnce,
  decideExport,
  exportPlace,
  filePlace,
  findExport,
  findExports,
  findFile,
  type ExportCursor,
  type ExportRow,
} from './export.model';
import { mayDecide, mayExport, seesAll } from './export.policy';

type StaffRequest = RequestInfo<StaffActor>;

const reasonOf = ({ _id }: Pick<ExportRow, '_id'>): string => `export:${_id}`;

async function presentAll({ keyring }: Deps, rows: readonly ExportRow[], now: Date): Promise<ExportRequest[]> {
  const names = await staffNames([...new Set(rows.flatMap((row) => [row.askedBy, row.decidedBy ?? row.askedBy]))]);
  return rows.map((row) => ({
    id: row._id,
    kind: row.kind,
    format: row.format,
    fromDay: row.fromDay,
    toDay: row.toDay,
    purpose: row.purpose,
    reason: keyring.decrypt(row.reason, exportPlace('reason', row._id)),
    state: row.state === 'ready' && row.expiresAt && row.expiresAt <= now ? 'expired' : row.state,
    rows: row.rows,
    askedBy: row.askedBy,
    askedByName: names.get(row.askedBy) ?? '',
    askedAt: row.askedAt.toISOString(),
    decidedByName: row.decidedBy === undefined ? null : (names.get(row.decidedBy) ?? ''),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    note: row.note === undefined ? null : keyring.decrypt(row.note, exportPlace('note', row._id)),
    fault: row.fault ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    downloads: row.downloads,
  }));
}

const present = async (deps: Deps, row: ExportRow, now: Date): Promise<ExportRequest> =>
  (await presentAll(deps, [row], now))[0] as ExportRequest;

/** @throws FORBIDDEN unless the account may export now, whatever its token says */
async function assertMayExport({ actor }: StaffRequest): Promise<void> {
  if (!mayExport(await findStaff(actor.accountId)))
    throw new AppError('FORBIDDEN', { detail: '您的账号没有导出名单的权限，需要的话请管理员开通。' });
}

/** Asks for a file. @throws FORBIDDEN, IDEMPOTENCY_MISMATCH */
export async function askExport(
  deps: Deps,
  { reason, ...wish }: Input<ExportRoutes['create']>['body'],
  request: StaffRequest & { idempotency: Idempotency },
): Promise<ExportRequest> {
  const { actor, now, idempotency } = request;
  await assertMayExport(request);
  const row = await createExportOnce(idempotency, now, async () => {
    const _id = new mongoose.Types.ObjectId().toHexString();
    await recordAccess(request, 'export.create', [], reasonOf({ _id }));
    return {
      _id,
      ...wish,
      reason: deps.keyring.encrypt(reason, exportPlace('reason', _id)),
      state: 'asked' as const,
      rows: null,
      askedBy: actor.accountId,
      askedAt: now,
      downloads: 0,
    };
  });
  return present(deps, row, now);
}

/** @throws VALIDATION_FAILED for a cursor that no list gave out */
function parseCursor(cursor: string | undefined): ExportCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id] = /^(\d{1,15})\|([A-Za-z0-9:_-]{1,64})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { askedAt: new Date(Number(ms)), id };
}

/** The own requests, or for those who decide everybody's. */
export async function listExports(
  deps: Deps,
  { state, cursor, limit }: Input<ExportRoutes['list']>['query'],
  { actor, now }: StaffRequest,
): Promise<Reply<ExportRoutes['list']>> {
  const which = { ...(state === undefined ? {} : { state }), ...(seesAll(actor) ? {} : { askedBy: actor.accountId }) };
  const found = await findExports(which, parseCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    items: await presentAll(deps, rows, now),
    nextCursor: last && found.length > limit ? `${last.askedAt.getTime()}|${last._id}` : null,
  };
}

/**
 * Decides of somebody else's request.
 * @param note why it is refused; undefined: it is agreed to
 * @throws NOT_FOUND, FORBIDDEN for the own request or without the role by now, STATE_CONFLICT once it is decided
 */
export async function decide(
  deps: Deps,
  id: string,
  note: string | undefined,
  request: StaffRequest,
): Promise<ExportRequest> {
  const { actor, now } = request;
  const row = await findExport(id);
  if (!row) throw new AppError('NOT_FOUND');
  if (row.askedBy === actor.accountId) throw new AppError('FORBIDDEN', { detail: '自己申请的导出要由别人审批。' });
  if (!mayDecide(await findStaff(actor.accountId))) throw new AppError('FORBIDDEN');
  await recordAccess(request, note === undefined ? 'export.approve' : 'export.refuse', [], reasonOf(row));
  const decided = await decideExport(id, {
    state: note === undefined ? 'approved' : 'refused',
    decidedBy: actor.accountId,
    decidedAt: now,
    ...(note === undefined ? {} : { note: deps.keyring.encrypt(note, exportPlace('note', id)) }),
  });
  if (!decided) throw new AppError('STATE_CONFLICT', { detail: '别人刚刚审批过了，请刷新后再看。' });
  return present(deps, decided, now);
}

/**
 * Gives the file to who asked for it, written down for each person in it.
 * @throws NOT_FOUND also for another's, FORBIDDEN without the right by now, STATE_CONFLICT where there is none (any more)
 */
export async function openExport(deps: Deps, id: string, request: StaffRequest): Promise<Reply<ExportRoutes['open']>> {
  const { actor, now } = request;
  const row = await findExport(id);
  if (!row || row.askedBy !== actor.accountId) throw new AppError('NOT_FOUND');
  await assertMayExport(request);
  const file = row.state === 'ready' ? await findFile(id, now) : null;
  if (!file) throw new AppError('STATE_CONFLICT', { detail: '文件还没做好，或者已经过期删除，请刷新看看。' });
  await recordAccess(request, 'export.open', file.residentIds, reasonOf(row));
  await countDownload(id);
  return {
    fileName: fileNameOf(row),
    type: fileTypes[row.format],
    base64: deps.keyring.decrypt(file.sealed, filePlace(id)),
  };
}
