import type { StaffMember } from '@linkang/shared/api/staff.routes';
import type { StaffDocument } from './staff.model';

/** An account as the administrator sees it. */
export const presentStaff = (row: StaffDocument): StaffMember => ({
  id: row._id,
  username: row.username,
  name: row.name,
  title: row.title,
  roles: row.roles,
  teamIds: row.teamIds,
  rights: row.rights ?? [],
  active: row.active,
  otp: row.otp !== undefined,
  mustChangePassword: row.mustChangePassword ?? false,
  rev: row.rev,
});
