import type { Input } from '@linkang/shared/api/route';
import type { StaffMember, StaffRoutes } from '@linkang/shared/api/staff.routes';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { closeSignInsOf } from '../sign-in';
import {
  countTeams,
  createStaffOnce,
  findStaffRows,
  listStaffRows,
  replacePassword,
  updateStaffRow,
  withAdminsCounted,
  type StaffDocument,
} from './staff.model';
import { hashPassword, makePassword } from './staff.password';
import { ownRightsChanged, rightsChanged, type Rights } from './staff.policy';
import { presentStaff } from './staff.presenter';

/** Accounts by user name, a page at a time. */
export async function listStaff({ active, cursor, limit }: Input<StaffRoutes['list']>['query']) {
  const filter = {
    ...(active === undefined ? {} : { active: active === 'true' }),
    ...(cursor === undefined ? {} : { after: cursor }),
  };
  const rows = await listStaffRows(filter, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(presentStaff),
    nextCursor: rows.length > limit ? (shown.at(-1)?.username ?? null) : null,
  };
}

/** @throws VALIDATION_FAILED for a team that does not exist */
async function assertTeamsExist(teamIds: readonly string[]): Promise<void> {
  if (teamIds.length > 0 && (await countTeams(teamIds)) !== teamIds.length)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.teamIds', 'UNKNOWN')] });
}

/** Makes an account with a first password. @throws STAFF_USERNAME_TAKEN, VALIDATION_FAILED */
export async function addStaff(
  { password, ...profile }: Input<StaffRoutes['create']>['body'],
  request: IdempotentRequestInfo,
): Promise<StaffMember> {
  const row = await createStaffOnce(request.idempotency, request.now, async () => {
    await assertTeamsExist(profile.teamIds);
    return {
      _id: new mongoose.Types.ObjectId().toHexString(),
      ...profile,
      passwordHash: await hashPassword(password),
      active: true,
      demo: false,
      mustChangePassword: true,
      rev: 0,
    };
  });
  return presentStaff(row);
}

async function loadStaff(id: string): Promise<StaffDocument> {
  const [row] = await findStaffRows([id]);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

const isActiveAdmin = ({ roles, active }: Rights): boolean => active && roles.includes('admin');

/**
 * Changes an account. Its sign-ins end with its rights, so that no token says what is no longer so.
 * @throws NOT_FOUND, STATE_CONFLICT, STAFF_LAST_ADMIN, VALIDATION_FAILED for the own roles
 */
export async function changeStaff(
  deps: Deps,
  id: string,
  { rev, ...changes }: Input<StaffRoutes['update']>['body'],
  request: RequestInfo,
): Promise<StaffMember> {
  const before = await loadStaff(id);
  const own = asStaff(request.actor).accountId === id ? ownRightsChanged(before, changes) : [];
  if (own.length > 0)
    throw new AppError('VALIDATION_FAILED', { fields: own.map((field) => fieldFault(`body.${field}`, 'OWN_ACCOUNT')) });
  await assertTeamsExist(changes.teamIds);
  const removesAdmin = isActiveAdmin(before) && !isActiveAdmin(changes);
  const row = await (removesAdmin
    ? withAdminsCounted((session) => updateStaffRow(id, rev, changes, session))
    : updateStaffRow(id, rev, changes));
  if (!row) throw new AppError('STATE_CONFLICT');
  if (rightsChanged(before, row)) await closeSignInsOf(deps, id, request.now);
  return presentStaff(row);
}

/** Gives somebody else a new password and ends their sign-ins. @throws NOT_FOUND, FORBIDDEN for the own account */
export async function resetPassword(deps: Deps, id: string, request: RequestInfo): Promise<{ password: string }> {
  if (asStaff(request.actor).accountId === id)
    throw new AppError('FORBIDDEN', { detail: '自己的密码请用右上角的“修改密码”来改。' });
  const { username, passwordHash, active } = await loadStaff(id);
  if (!active) throw new AppError('STATE_CONFLICT', { detail: '这个账号已停用，请先启用再重置密码。' });
  const password = makePassword(username);
  const next = { passwordHash: await hashPassword(password), mustChangePassword: true };
  if (!(await replacePassword(id, passwordHash, next))) throw new AppError('STATE_CONFLICT');
  await closeSignInsOf(deps, id, request.now);
  return { password };
}
