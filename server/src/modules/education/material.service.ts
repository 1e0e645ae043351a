import type { EducationMaterial, EducationRoutes, MaterialEntry } from '@linkang/shared/api/education.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { entryFaults, stockChange, type EntryInput } from '@linkang/shared/domain/education-ledger';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { staffNames } from '../staff';
import { presentEntry, presentMaterial } from './education.presenter';
import { findEntries, findEntry, insertEntryOnce, stepEntry, type EntryContent, type EntryRow } from './entry.model';
import { assertKept, pageOf, readDayCursor } from './ledger.cursor';
import {
  countLow,
  findMaterial,
  findMaterials,
  insertMaterialOnce,
  updateMaterial,
  type MaterialCursor,
  type MaterialRow,
} from './material.model';
import { editedBy, writersOf, writtenBy } from './written';

type StaffRequest = RequestInfo<StaffActor>;

async function presentMaterials(rows: readonly MaterialRow[]): Promise<EducationMaterial[]> {
  const names = await staffNames(writersOf(rows));
  return rows.map((row) => presentMaterial(row, names));
}

const presentOne = async (row: MaterialRow): Promise<EducationMaterial> =>
  (await presentMaterials([row]))[0] as EducationMaterial;

async function presentEntries(rows: readonly EntryRow[]): Promise<MaterialEntry[]> {
  const names = await staffNames(writersOf(rows));
  return rows.map((row) => presentEntry(row, names));
}

const presentOneEntry = async (row: EntryRow): Promise<MaterialEntry> =>
  (await presentEntries([row]))[0] as MaterialEntry;

async function loadMaterial(id: string): Promise<MaterialRow> {
  const row = await findMaterial(id);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

async function loadEntry(id: string): Promise<EntryRow> {
  const row = await findEntry(id);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

/** A position among kinds. @throws VALIDATION_FAILED for one that no list gave out */
function readCursor(cursor: string | undefined): MaterialCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, active, id = ''] = /^([01])\|([A-Za-z0-9:_-]{1,64})$/.exec(cursor) ?? [];
  if (id === '') throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { active: active === '1', id };
}

/** Kinds of a sort, those in use first. @throws VALIDATION_FAILED */
export async function listMaterials({
  sort,
  low,
  cursor,
  limit,
}: Input<EducationRoutes['materials']>['query']): Promise<Reply<EducationRoutes['materials']>> {
  const [found, counts] = await Promise.all([
    findMaterials({ sort, low: low === 'yes' }, readCursor(cursor), limit + 1),
    countLow(sort),
  ]);
  const { rows, nextCursor } = pageOf(found, limit, ({ active, _id }) => `${active ? 1 : 0}|${_id}`);
  return { items: await presentMaterials(rows), nextCursor, counts };
}

/** One kind. @throws NOT_FOUND */
export const readMaterial = async (id: string): Promise<EducationMaterial> => presentOne(await loadMaterial(id));

/** Adds a kind. @throws VALIDATION_FAILED when its name is there */
export async function addMaterial(
  body: Input<EducationRoutes['createMaterial']>['body'],
  request: IdempotentRequestInfo,
): Promise<EducationMaterial> {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const build = (): Promise<MaterialRow> =>
    Promise.resolve({ _id, ...body, active: true, stock: 0, ...writtenBy(request) });
  return presentOne(await insertMaterialOnce(request.idempotency, request.now, build));
}

/** Corrects a kind. @throws NOT_FOUND, VALIDATION_FAILED, STATE_CONFLICT when somebody else did so first */
export async function correctMaterial(
  id: string,
  { rev, ...content }: Input<EducationRoutes['updateMaterial']>['body'],
  request: StaffRequest,
): Promise<EducationMaterial> {
  await loadMaterial(id);
  const row = await updateMaterial(id, rev, { ...content, ...editedBy(request) });
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOne(row);
}

/** The ledger of a kind, the newest first. @throws NOT_FOUND, VALIDATION_FAILED */
export async function listEntries(
  id: string,
  { cursor, limit }: Input<EducationRoutes['entries']>['query'],
): Promise<Reply<EducationRoutes['entries']>> {
  await loadMaterial(id);
  const found = await findEntries(id, readDayCursor(cursor), limit + 1);
  const { rows, nextCursor } = pageOf(found, limit, ({ day, _id }) => `${day}|${_id}`);
  return { items: await presentEntries(rows), nextCursor };
}

const contentOf = ({ day, toDay, copies }: EntryInput, occasion: string): EntryContent => ({
  day,
  toDay: toDay ?? day,
  copies,
  occasion,
});

const changeOf = ({ kind, copies }: Pick<EntryRow, 'kind' | 'copies'>): number => stockChange(kind, copies ?? 0);

/** Puts a line down; the stock follows. @throws NOT_FOUND, VALIDATION_FAILED also when there are not so many copies */
export async function addEntry(
  materialId: string,
  { occasion, ...input }: Input<EducationRoutes['addEntry']>['body'],
  request: IdempotentRequestInfo,
): Promise<MaterialEntry> {
  const material = await loadMaterial(materialId);
  const build = (): Promise<EntryRow> => {
    assertKept(entryFaults(material.sort, input, dayOf(request.now)));
    const _id = new mongoose.Types.ObjectId().toHexString();
    const { kind } = input;
    return Promise.resolve({
      ...{ _id, materialId, kind, ...contentOf(input, occasion), state: 'kept' },
      ...writtenBy(request),
    });
  };
  return presentOneEntry(await insertEntryOnce(request.idempotency, request.now, build, changeOf));
}

/** Corrects a line; the stock follows. @throws NOT_FOUND, VALIDATION_FAILED, STATE_CONFLICT */
export async function correctEntry(
  id: string,
  { rev, occasion, ...values }: Input<EducationRoutes['updateEntry']>['body'],
  request: StaffRequest,
): Promise<MaterialEntry> {
  const before = await loadEntry(id);
  const input: EntryInput = { kind: before.kind, ...values };
  assertKept(entryFaults((await loadMaterial(before.materialId)).sort, input, dayOf(request.now)));
  // The copies that were there belong to the revision: at another one nothing is changed.
  if (before.rev !== rev) throw new AppError('STATE_CONFLICT');
  const content = contentOf(input, occasion);
  const change = changeOf({ ...before, ...content }) - changeOf(before);
  const row = await stepEntry(before, { ...content, ...editedBy(request) }, change);
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOneEntry(row);
}

/** Takes a line back; the stock follows. @throws NOT_FOUND, VALIDATION_FAILED, STATE_CONFLICT */
export async function takeBackEntry(id: string, rev: number, request: StaffRequest): Promise<MaterialEntry> {
  const before = await loadEntry(id);
  if (before.rev !== rev) throw new AppError('STATE_CONFLICT');
  const row = await stepEntry(before, { state: 'withdrawn', ...editedBy(request) }, -changeOf(before));
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOneEntry(row);
}
