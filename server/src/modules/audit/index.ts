import type { RouteName } from '@linkang/shared/api/index';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { RequestInfo } from '../../platform/module';
import { AuditModel } from './audit.model';

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
  const rows = [...new Set(residentIds)].map((residentId) => ({
    _id: new mongoose.Types.ObjectId(),
    at: request.now,
    staffId: request.actor.accountId,
    roles: request.actor.roles,
    action,
    residentId,
    requestId: request.requestId,
    ...(reason === undefined ? {} : { reason }),
  }));
  if (rows.length) await AuditModel.collection.insertMany(rows);
}
