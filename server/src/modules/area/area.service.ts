import type { AreaRoutes, Cell } from '@linkang/shared/api/area.routes';
import type { Input } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { communityNames } from '../centre';
import { doctorNames, findDoctor } from '../doctor';
import { createCellOnce, findCellById, findCells, updateCellRow, type CellRow } from './cell.model';

type CellFields = Input<AreaRoutes['createCell']>['body'];

/** Cells with the names of their doctors. */
export async function presentCells(rows: readonly CellRow[]): Promise<Cell[]> {
  const names = await doctorNames(rows.flatMap(({ doctorId }) => doctorId ?? []));
  return rows.map(({ _id, communityId, name, buildings, doctorId, rev }) => ({
    id: _id,
    communityId,
    name,
    buildings,
    doctorId,
    doctorName: names.get(doctorId ?? '') ?? null,
    rev,
  }));
}

const presentOne = async (row: CellRow): Promise<Cell> => (await presentCells([row]))[0] as Cell;

/** @throws VALIDATION_FAILED for a community or doctor that is not there */
async function assertKnown({ communityId, doctorId }: CellFields): Promise<void> {
  const [communities, doctor] = await Promise.all([
    communityNames([communityId]),
    doctorId === null ? null : findDoctor(doctorId),
  ]);
  const fields = [
    ...(communities.has(communityId) ? [] : [fieldFault('body.communityId', 'UNKNOWN')]),
    ...(doctorId === null || doctor ? [] : [fieldFault('body.doctorId', 'UNKNOWN')]),
  ];
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
}

/** Every cell of the centre. */
export const listCells = async (): Promise<{ items: Cell[] }> => ({ items: await presentCells(await findCells()) });

/** Adds a cell. @throws VALIDATION_FAILED, NAME_TAKEN */
export async function addCell(body: CellFields, request: IdempotentRequestInfo): Promise<Cell> {
  const row = await createCellOnce(request.idempotency, request.now, async () => {
    await assertKnown(body);
    return { _id: new mongoose.Types.ObjectId().toHexString(), ...body, rev: 0 };
  });
  return presentOne(row);
}

/** Changes a cell. @throws NOT_FOUND, VALIDATION_FAILED, STATE_CONFLICT, NAME_TAKEN */
export async function changeCell(
  id: string,
  { rev, ...changes }: Input<AreaRoutes['updateCell']>['body'],
): Promise<Cell> {
  if (!(await findCellById(id))) throw new AppError('NOT_FOUND');
  await assertKnown(changes);
  const row = await updateCellRow(id, rev, changes);
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOne(row);
}
