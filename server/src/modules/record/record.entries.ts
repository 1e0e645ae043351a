import type { RecordRoutes } from '@linkang/shared/api/record.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import {
  checkEntry,
  cleanEntry,
  sectionOf,
  type EntryContent,
  type EntryFault,
  type EntryKind,
} from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { assertServes, type Access } from '../resident';
import { staffNames } from '../staff';
import { findVersions, insertEntry } from './entry.model';
import { buildEntry, currentOf, openEntry, revOf, sayTheSame } from './record.content';
import { findEveryRecordOf, noteServed, type RecordRow } from './record.model';
import { visibleKinds } from './record.policy';
import { presentVersions } from './record.presenter';
import { findOpened, present } from './record.service';

type EntryParams = Input<RecordRoutes['saveEntry']>['params'];

/** @throws NOT_FOUND: to whoever may not see a part there is none */
function assertSees(kind: EntryKind, request: RequestInfo, access: Access): void {
  if (!visibleKinds(request.actor, access).includes(kind)) throw new AppError('NOT_FOUND');
}

const pathOf = ({ field, row }: EntryFault): string => {
  if (row !== undefined) return `body.rows.${row}.${field}`;
  return field === 'rows' ? 'body.rows' : `body.values.${field}`;
};

/** What was entered as it is kept. @throws VALIDATION_FAILED */
function checkContent(kind: EntryKind, entered: EntryContent, today: string): EntryContent {
  const section = sectionOf(recordForm, kind);
  const content = cleanEntry(section, entered);
  const faults = checkEntry(section, content, today);
  if (faults.length > 0)
    throw new AppError('VALIDATION_FAILED', {
      fields: faults.map((fault) => fieldFault(pathOf(fault), fault.code, fault.text)),
    });
  return content;
}

const writtenMeanwhile = (): AppError =>
  new AppError('STATE_CONFLICT', { detail: '这一项刚刚有人改过，请看过最新的内容再保存，您填的内容还在。' });

/** Writes the next version, unless the newest one says the same already. @throws STATE_CONFLICT */
async function write(
  deps: Deps,
  record: RecordRow,
  { kind, content, rev }: { kind: EntryKind; content: EntryContent; rev: number },
  { actor, now }: RequestInfo<StaffActor>,
): Promise<void> {
  const versions = await findVersions(record.residentId, [kind]);
  const current = currentOf(record._id, versions);
  const isReviewed = record.review?.includes(kind) ?? false;
  if (current && !isReviewed && sayTheSame(openEntry(deps.keyring, current).content, content)) return;
  if (revOf(versions) !== rev) throw writtenMeanwhile();
  const signing = { by: actor.accountId, at: now };
  if (!(await insertEntry(buildEntry(deps.keyring, record, { kind, version: rev + 1, content }, signing))))
    throw writtenMeanwhile();
  await noteServed(record._id, dayOf(now), kind);
}

/**
 * Signs the next version of a part. Of two who write at once the second hears of it and keeps what was typed.
 * @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT
 */
export async function saveEntry(
  deps: Deps,
  { id, kind }: EntryParams,
  { rev, values, rows }: Input<RecordRoutes['saveEntry']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<RecordRoutes['saveEntry']>> {
  const access = await assertServes(request, 'record.saveEntry', id);
  assertSees(kind, request, access);
  const content = checkContent(kind, { values, rows }, dayOf(request.now));
  const record = await findOpened(id);
  if (record.status === 'closed')
    throw new AppError('STATE_CONFLICT', { detail: '这份档案已经终止，要先恢复才能修改。' });
  await write(deps, record, { kind, content, rev }, request);
  return { record: await present(deps, await findOpened(id), request, access) };
}

/** Every version of a part. @throws NOT_FOUND, ACCESS_LIMITED, PROXY_SCOPE_MISSING */
export async function listVersions(
  deps: Deps,
  { id, kind }: EntryParams,
  request: RequestInfo,
): Promise<Reply<RecordRoutes['versions']>> {
  const access = await assertServes(request, 'record.versions', id);
  assertSees(kind, request, access);
  const [records, versions] = await Promise.all([findEveryRecordOf(id), findVersions(id, [kind])]);
  const staff = await staffNames([...new Set(versions.map(({ by }) => by))]);
  return { items: presentVersions(records, versions, { keyring: deps.keyring, staff }) };
}
