import type { ScreeningEntry, ScreeningRoutes } from '@linkang/shared/api/screening.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { addDays, ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import {
  assessScreening,
  checkScreening,
  isElevated,
  measuredOf,
  screeningDayFault,
  screeningTaskOf,
  type Screened,
  type ScreeningValues,
} from '@linkang/shared/domain/screening-entry';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents, residentNames } from '../resident';
import { settleOpenTasks } from '../task';
import {
  entryPlace,
  findCandidates,
  findEntries,
  findEntriesOf,
  findEntry,
  insertEntryOnce,
  linkEntry,
  settleEntry,
  withdrawEntry,
  type EntryCursor,
  type EntryRow,
} from './entry.model';
import { findEvent, findEventsById, type EventRow } from './event.model';
import { canWithdraw, lastDayOf, openScreened, presentCandidate, presentEntry } from './screening.presenter';
import { makeTasks } from './screening.tasks';

type StaffRequest = RequestInfo<StaffActor>;
type Asked = Input<ScreeningRoutes['addEntry']>['body'];

/** Days in which a blood pressure has to be high three times. */
const ELEVATED_DAYS = 28;
const ELEVATED_MAX = 100;

async function present(deps: Deps, rows: readonly EntryRow[], request: StaffRequest): Promise<ScreeningEntry[]> {
  const names = await residentNames(rows.flatMap(({ residentId }) => residentId ?? []));
  const context = { keyring: deps.keyring, names, accountId: request.actor.accountId, now: request.now };
  return rows.map((row) => presentEntry(row, context));
}

const presentOne = async (deps: Deps, row: EntryRow, request: StaffRequest): Promise<ScreeningEntry> =>
  (await present(deps, [row], request))[0] as ScreeningEntry;

/** On how many days of the last weeks the blood pressure was high, this one counted. */
async function countElevated(deps: Deps, residentId: string, values: ScreeningValues, today: string): Promise<number> {
  if (!isElevated(values)) return 0;
  const rows = await findEntriesOf([residentId], { from: addDays(today, 1 - ELEVATED_DAYS) }, ELEVATED_MAX);
  const days = rows.filter((row) => isElevated(openScreened(deps.keyring, row))).map(({ at }) => dayOf(at));
  return new Set([...days, today]).size;
}

/** Of whom it is: a resident by the record, somebody unknown by what was asked. @throws NOT_FOUND */
async function readScreened(deps: Deps, body: Asked, request: IdempotentRequestInfo): Promise<Screened> {
  const { residentId, age = 0, sex = 'female' } = body;
  if (residentId === undefined) return { age, sex };
  const [person] = await findResidents([residentId]);
  request.trace.residentIds.add(residentId);
  if (!person) throw new AppError('NOT_FOUND');
  await recordAccess({ ...request, actor: asStaff(request.actor) }, 'screening.addEntry', [residentId]);
  const today = dayOf(request.now);
  const elevatedOnDifferentDays = await countElevated(deps, residentId, body.values, today);
  return { age: ageOn(person.birthDay, today), sex: person.sex, elevatedOnDifferentDays };
}

function buildEntry(deps: Deps, event: EventRow, body: Asked, who: Screened, request: IdempotentRequestInfo): EntryRow {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const { residentId, name, phone, values } = body;
  const results = assessScreening(values, who);
  const suspect = results.some((result) => screeningTaskOf(result) !== undefined);
  const seal = (field: Parameters<typeof entryPlace>[0], text: string) =>
    deps.keyring.encrypt(text, entryPlace(field, _id));
  const unknown = {
    ...(name === undefined ? {} : { name: seal('name', name) }),
    ...(phone === undefined ? {} : { phone: seal('phone', phone) }),
    ...(suspect ? { candidate: true as const } : {}),
  };
  return {
    _id,
    eventId: event._id,
    day: event.day,
    at: request.now,
    by: request.actor.accountId,
    ...(residentId === undefined ? unknown : { residentId, ...(suspect ? { owes: true as const } : {}) }),
    age: who.age,
    sex: who.sex,
    values: seal('values', JSON.stringify(values)),
    results: seal('results', JSON.stringify(results)),
    measured: measuredOf(values),
    suspect,
    status: 'kept',
    rev: 0,
  };
}

/** Puts down somebody who was measured. @throws VALIDATION_FAILED, NOT_FOUND, STATE_CONFLICT when the event takes none today */
export async function addEntry(
  deps: Deps,
  eventId: string,
  body: Asked,
  request: IdempotentRequestInfo,
): Promise<ScreeningEntry> {
  const event = await findEvent(eventId);
  if (!event) throw new AppError('NOT_FOUND');
  const fields = checkScreening(body.values).map(({ field, code, text }) =>
    fieldFault(`body.values.${field}`, code, text),
  );
  if (fields.length > 0) throw new AppError('VALIDATION_FAILED', { fields });
  const row = await insertEntryOnce(request.idempotency, request.now, async () => {
    const closed = screeningDayFault(event.day, dayOf(request.now), lastDayOf(event));
    if (closed !== undefined) throw new AppError('STATE_CONFLICT', { detail: closed });
    return buildEntry(deps, event, body, await readScreened(deps, body, request), request);
  });
  if (row.owes) await makeTasks(deps, row, request.now);
  return presentOne(deps, row, { ...request, actor: asStaff(request.actor) });
}

const cursorOf = ({ at, _id }: EntryRow): string => `${at.getTime()}|${_id}`;

function readCursor(cursor: string | undefined): EntryCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, ms = '', id = ''] = /^(\d{1,15})\|([A-Za-z0-9]{1,64})$/.exec(cursor) ?? [];
  if (id === '') throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { at: new Date(Number(ms)), id };
}

/** Who was measured at an event; that the names were seen is audited. @throws NOT_FOUND, VALIDATION_FAILED */
export async function listEntries(
  deps: Deps,
  eventId: string,
  { cursor, limit }: Input<ScreeningRoutes['entries']>['query'],
  request: StaffRequest,
): Promise<Reply<ScreeningRoutes['entries']>> {
  if (!(await findEvent(eventId))) throw new AppError('NOT_FOUND');
  const found = await findEntries(eventId, readCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  const known = rows.flatMap(({ residentId }) => residentId ?? []);
  await recordAccess(request, 'screening.entries', known);
  const last = rows.at(-1);
  return {
    items: await present(deps, rows, request),
    nextCursor: last && found.length > limit ? cursorOf(last) : null,
  };
}

/** Unknown people who may be new cases. @throws VALIDATION_FAILED */
export async function listCandidates(
  deps: Deps,
  { cursor, limit }: Input<ScreeningRoutes['candidates']>['query'],
  { actor, now }: StaffRequest,
): Promise<Reply<ScreeningRoutes['candidates']>> {
  const found = await findCandidates(readCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  const events = await findEventsById([...new Set(rows.map(({ eventId }) => eventId))]);
  const places = new Map(events.map(({ _id, place }) => [_id, place]));
  const context = { keyring: deps.keyring, names: new Map<string, string>(), accountId: actor.accountId, now };
  const last = rows.at(-1);
  return {
    items: rows.map((row) => presentCandidate(row, places.get(row.eventId) ?? '', context)),
    nextCursor: last && found.length > limit ? cursorOf(last) : null,
  };
}

const conflict = (): AppError => new AppError('STATE_CONFLICT', { detail: '这一条刚刚有人办过了，请刷新看看。' });

/** @throws NOT_FOUND */
async function readEntry(id: string, request: StaffRequest): Promise<EntryRow> {
  const row = await findEntry(id);
  if (!row) throw new AppError('NOT_FOUND');
  if (row.residentId !== undefined) request.trace.residentIds.add(row.residentId);
  return row;
}

/** Says which resident an unknown person is. @throws NOT_FOUND, STATE_CONFLICT */
export async function link(
  deps: Deps,
  id: string,
  { rev, residentId }: Input<ScreeningRoutes['link']>['body'],
  request: StaffRequest,
): Promise<ScreeningEntry> {
  await readEntry(id, request);
  request.trace.residentIds.add(residentId);
  const [person] = await findResidents([residentId]);
  if (!person) throw new AppError('NOT_FOUND');
  await recordAccess(request, 'screening.link', [residentId]);
  const linked = await linkEntry(id, rev, residentId);
  if (!linked) throw conflict();
  await makeTasks(deps, linked, request.now);
  return presentOne(deps, linked, request);
}

/** Says what came of a candidate. @throws NOT_FOUND, STATE_CONFLICT */
export async function settle(
  deps: Deps,
  id: string,
  { rev, words }: Input<ScreeningRoutes['settle']>['body'],
  request: StaffRequest,
): Promise<ScreeningEntry> {
  await readEntry(id, request);
  const outcome = deps.keyring.encrypt(words, entryPlace('outcome', id));
  const settling = { settledAt: request.now, settledBy: request.actor.accountId, outcome };
  const settled = await settleEntry(id, rev, settling);
  if (!settled) throw conflict();
  return presentOne(deps, settled, request);
}

/** Takes back what the caller put down wrongly, and the tasks that it made. @throws NOT_FOUND, STATE_CONFLICT */
export async function withdraw(
  deps: Deps,
  id: string,
  { rev }: Input<ScreeningRoutes['withdraw']>['body'],
  request: StaffRequest,
): Promise<ScreeningEntry> {
  const row = await readEntry(id, request);
  if (!canWithdraw(row, request.actor.accountId, request.now))
    throw new AppError('STATE_CONFLICT', { detail: '只能撤回自己24小时内录入的。' });
  if (row.residentId !== undefined) await recordAccess(request, 'screening.withdraw', [row.residentId]);
  const withdrawn = await withdrawEntry(id, rev);
  if (!withdrawn) throw conflict();
  if (row.residentId !== undefined)
    await settleOpenTasks(
      row.residentId,
      { sourceId: id },
      { status: 'declined', settledBy: request.actor.accountId, settledAt: request.now },
    );
  return presentOne(deps, withdrawn, request);
}
