import type { Room, CentreRoutes } from '@linkang/shared/api/centre.routes';
import type { Input } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { presentRoom } from './centre.presenter';
import { createRoomOnce, insertMissingRooms, readRoom, readRooms, updateRoomRow, type RoomChanges } from './room.model';

/** All rooms in their order, closed ones too. */
export async function listRooms(): Promise<Room[]> {
  return (await readRooms()).map(presentRoom);
}

/** One room, closed or not, or null. */
export async function findRoom(id: string): Promise<Room | null> {
  const row = await readRoom(id);
  return row && presentRoom(row);
}

/** Adds rooms under ids that the caller has chosen; those that are there stay as they are. */
export const createRooms = (rooms: readonly (RoomChanges & { id: string })[]): Promise<void> =>
  insertMissingRooms(rooms.map(({ id, ...room }) => ({ _id: id, ...room, rev: 0 })));

/** @throws VALIDATION_FAILED for a service that does not exist */
function assertServicesExist(deps: Deps, codes: readonly string[]): void {
  const faults = codes.flatMap((code, index) =>
    deps.config.services.some((service) => service.code === code)
      ? []
      : [fieldFault(`body.serviceCodes.${index}`, 'UNKNOWN')],
  );
  if (faults.length) throw new AppError('VALIDATION_FAILED', { fields: faults });
}

/** Adds a room. @throws NAME_TAKEN, VALIDATION_FAILED for a service that does not exist */
export async function addRoom(
  deps: Deps,
  body: Input<CentreRoutes['createRoom']>['body'],
  request: IdempotentRequestInfo,
): Promise<Room> {
  const build = async () => {
    assertServicesExist(deps, body.serviceCodes);
    return { _id: new mongoose.Types.ObjectId().toHexString(), ...body, rev: 0 };
  };
  return presentRoom(await createRoomOnce(request.idempotency, request.now, build));
}

/** Changes a room. @throws NOT_FOUND, STATE_CONFLICT, NAME_TAKEN, VALIDATION_FAILED */
export async function changeRoom(
  deps: Deps,
  id: string,
  { rev, ...changes }: Input<CentreRoutes['updateRoom']>['body'],
): Promise<Room> {
  if (!(await readRoom(id))) throw new AppError('NOT_FOUND');
  assertServicesExist(deps, changes.serviceCodes);
  const row = await updateRoomRow(id, rev, changes);
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentRoom(row);
}
