import type { HealthRecord, RecordRoutes } from '@linkang/shared/api/record.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { latestContractOf } from '../contract';
import { assertServes, type Access } from '../resident';
import { findStaff, staffNames } from '../staff';
import { findTeam, teamNames } from '../team';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { findVersions } from './entry.model';
import { changeRecord, findRecordOf, insertRecordOnce, type RecordDeedWrite, type RecordRow } from './record.model';
import { nextNumber } from './number.model';
import { visibleKinds } from './record.policy';
import { currentOf } from './record.content';
import { presentRecord } from './record.presenter';
import { findStates, insertState, statePlace, type StateRow } from './state.model';

type StaffRequest = RequestInfo<StaffActor>;
type One = Reply<RecordRoutes['create']>;

const NUMBER_TRIES = 5;

/** The number was given to a record that came from a file meanwhile. */
class NumberTaken extends Error {}

const changedMeanwhile = (): AppError =>
  new AppError('STATE_CONFLICT', { detail: '这份档案刚刚有人改过，请刷新后再改，您填的内容还在。' });

/** @throws NOT_FOUND before a record is opened */
export async function findOpened(residentId: string): Promise<RecordRow> {
  const record = await findRecordOf(residentId);
  if (!record) throw new AppError('NOT_FOUND', { detail: '这位居民还没有建档，请先建立健康档案。' });
  return record;
}

/** A record with the parts that the caller sees. */
export async function present(
  deps: Deps,
  record: RecordRow,
  { actor }: Pick<RequestInfo, 'actor'>,
  access: Pick<Access, 'relation'>,
): Promise<HealthRecord> {
  const kinds = visibleKinds(actor, access);
  const [versions, states] = await Promise.all([findVersions(record.residentId, kinds), findStates(record.residentId)]);
  const signers = kinds.flatMap(
    (kind) =>
      currentOf(
        record._id,
        versions.filter((row) => row.kind === kind),
      )?.by ?? [],
  );
  const [staff, teams] = await Promise.all([
    staffNames([...new Set([...signers, ...states.map(({ by }) => by), record.doctorId ?? []].flat())]),
    teamNames(record.teamId === null ? [] : [record.teamId]),
  ]);
  const teamName = teams.get(record.teamId ?? '') ?? '';
  return presentRecord(record, { keyring: deps.keyring, versions, kinds, states, staff, teamName });
}

/** @throws VALIDATION_FAILED for a team or doctor who is not there */
async function checkKeepers({
  teamId,
  doctorId,
}: {
  teamId?: string | null | undefined;
  doctorId: string | null;
}): Promise<void> {
  const [team, doctor] = await Promise.all([
    teamId ? findTeam(teamId) : null,
    doctorId === null ? null : findStaff(doctorId),
  ]);
  const fields = [
    ...(teamId && !team ? [fieldFault('body.teamId', 'UNKNOWN')] : []),
    ...(doctorId !== null && !(doctor?.active && doctor.roles.includes('doctor'))
      ? [fieldFault('body.doctorId', 'UNKNOWN')]
      : []),
  ];
  if (fields.length > 0) throw new AppError('VALIDATION_FAILED', { fields });
}

/** @throws VALIDATION_FAILED */
function checkPast(day: string, today: string, since?: string): void {
  if (day > today)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.day', 'PAST', '不能晚于今天')] });
  if (since !== undefined && day < since)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.day', 'ORDER', '不能早于建档的日子')] });
}

/** The team of the contract that runs, or null. */
async function teamOfContract(deps: Deps, residentId: string, request: RequestInfo): Promise<string | null> {
  const contract = await latestContractOf(deps, residentId, request);
  return contract?.status === 'active' ? contract.teamId : null;
}

/** A record that is opened today or was on a day before. */
export interface Opening {
  residentId: string;
  number: string;
  openedDay: string;
  electronic: boolean;
  teamId: string | null;
  doctorId: string | null;
  tags: RecordRow['tags'];
  by: string;
  at: Date;
}

/** The row of a record as it is opened. */
export const buildRecord = ({ by, at, ...opening }: Opening): RecordRow => ({
  ...opening,
  _id: new mongoose.Types.ObjectId().toHexString(),
  current: true,
  status: 'open',
  openedBy: by,
  openedAt: at,
  lastServedDay: null,
  servedYears: [],
  askedDay: '',
  log: [{ at, by, what: 'opened' }],
  rev: 0,
});

async function insertOpened(deps: Deps, opening: Omit<Opening, 'number'>, request: IdempotentRequestInfo) {
  const build = async () => buildRecord({ ...opening, number: await nextNumber(deps.config.centre.areaCode) });
  for (let tries = 1; ; tries += 1)
    try {
      return await insertRecordOnce(request.idempotency, request.now, build, (keys) => {
        if ('number' in keys) throw new NumberTaken();
        throw new AppError('STATE_CONFLICT', { detail: '这位居民已经有健康档案了，请刷新后查看。' });
      });
    } catch (error) {
      if (!(error instanceof NumberTaken) || tries === NUMBER_TRIES) throw error;
    }
}

/**
 * Opens a person's record.
 * @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT when there is one
 */
export async function openRecord(
  deps: Deps,
  residentId: string,
  body: Input<RecordRoutes['create']>['body'],
  request: IdempotentRequestInfo,
): Promise<One> {
  const access = await assertServes(request, 'record.create', residentId);
  const today = dayOf(request.now);
  const { openedDay = today, electronic, doctorId, tags } = body;
  if (openedDay > today)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.openedDay', 'PAST', '不能晚于今天')] });
  await checkKeepers(body);
  const teamId = body.teamId === undefined ? await teamOfContract(deps, residentId, request) : body.teamId;
  const by = asStaff(request.actor).accountId;
  const opening = { residentId, openedDay, electronic, teamId, doctorId, tags, by, at: request.now };
  const record = await insertOpened(deps, opening, request);
  return { record: await present(deps, record, request, access) };
}

/** The record for the person, relatives and staff; null before it is opened. @throws NOT_FOUND, ACCESS_LIMITED, PROXY_SCOPE_MISSING */
export async function readRecord(
  deps: Deps,
  residentId: string,
  request: RequestInfo,
): Promise<Reply<RecordRoutes['get']>> {
  const access = await assertServes(request, 'record.get', residentId);
  const record = await findRecordOf(residentId);
  return { record: record && (await present(deps, record, request, access)) };
}

/** What was changed; what was not matched. @throws NOT_FOUND, STATE_CONFLICT */
async function presentChanged(
  deps: Deps,
  residentId: string,
  changed: RecordRow | null,
  request: StaffRequest,
): Promise<One> {
  if (!changed) {
    await findOpened(residentId);
    throw changedMeanwhile();
  }
  return { record: await present(deps, changed, request, { relation: 'staff' }) };
}

/** Changes groups and who answers for an open record. @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT */
export async function updateRecord(
  deps: Deps,
  residentId: string,
  { rev, ...set }: Input<RecordRoutes['update']>['body'],
  request: StaffRequest,
): Promise<One> {
  await assertServes(request, 'record.update', residentId);
  await checkKeepers(set);
  const { actor, now } = request;
  const write = { from: 'open', what: 'changed', by: actor.accountId, at: now, set } as const;
  return presentChanged(deps, residentId, await changeRecord(residentId, rev, write), request);
}

/** A closing or a reopening as it is asked for. */
interface StateChange {
  rev: number;
  words: string;
  state: Pick<StateRow, 'what' | 'reason' | 'day'>;
  write: Pick<RecordDeedWrite, 'from' | 'set' | 'reopens'>;
}

/** Changes the state of a record and keeps why, both or neither. @returns null at another revision or state */
async function changeState(
  deps: Deps,
  residentId: string,
  { rev, words, state, write }: StateChange,
  { actor, now }: StaffRequest,
): Promise<RecordRow | null> {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const signing = { by: actor.accountId, at: now };
  try {
    return await inTransaction(async (session) => {
      const changed = await changeRecord(residentId, rev, { ...write, ...signing, what: state.what }, session);
      if (!changed) throw new Unmatched('record');
      const sealed = deps.keyring.encrypt(words, statePlace(_id));
      await insertState({ ...state, ...signing, _id, recordId: changed._id, residentId, words: sealed }, session);
      return changed;
    });
  } catch (error) {
    if (error instanceof Unmatched) return null;
    throw error;
  }
}

/** Closes a record with the reason and the day. @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT */
export async function closeRecord(
  deps: Deps,
  residentId: string,
  { rev, reason, day, words }: Input<RecordRoutes['close']>['body'],
  request: StaffRequest,
): Promise<One> {
  await assertServes(request, 'record.close', residentId);
  const { openedDay } = await findOpened(residentId);
  checkPast(day, dayOf(request.now), openedDay);
  const write = { from: 'open', set: { status: 'closed', closing: { reason, day } } } as const;
  const change = { rev, words, state: { what: 'closed', reason, day }, write } as const;
  return presentChanged(deps, residentId, await changeState(deps, residentId, change, request), request);
}

/** Opens a closed record again, with the reason. @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT */
export async function reopenRecord(
  deps: Deps,
  residentId: string,
  { rev, words }: Input<RecordRoutes['reopen']>['body'],
  request: StaffRequest,
): Promise<One> {
  await assertServes(request, 'record.reopen', residentId);
  const write = { from: 'closed', set: { status: 'open' }, reopens: true } as const;
  const change = { rev, words, state: { what: 'reopened', day: dayOf(request.now) }, write } as const;
  return presentChanged(deps, residentId, await changeState(deps, residentId, change, request), request);
}
