import type { RouteName } from '@linkang/shared/api/index';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import { placeOf, processKeyring } from '../../platform/keyring';
import type { RequestInfo } from '../../platform/module';
import { AuditModel } from './audit.model';

const reasonPlace = (id: mongoose.Types.ObjectId): string => placeOf('audits', 'reason', id);

/**
 * Writes down that staff saw or changed the data of residents; called before the data leave the server,
 * so that nothing is shown that is not in the log.
 * @param action the route; @param residentIds whose data, each once
 */
export async function recordAccess(
  request: RequestInfo<StaffActor>,
  action: RouteName,
  residentIds: readonly string[],
  reason?: string,
): Promise<void> {
  const rows = [...new Set(residentIds)].map((residentId) => {
    const _id = new mongoose.Types.ObjectId();
    return {
      _id,
      at: request.now,
      staffId: request.actor.accountId,
      roles: request.actor.roles,
      action,
      residentId,
      requestId: request.requestId,
      ...(reason === undefined ? {} : { reason: processKeyring().encrypt(reason, reasonPlace(_id)) }),
    };
  });
  if (rows.length) await AuditModel.collection.insertMany(rows);
}
