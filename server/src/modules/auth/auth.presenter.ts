import type { PolicyRole } from '@linkang/shared/api/policy';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import { demoPeople, demoStaff } from '../../demo/people';
import type { Deps } from '../../platform/deps';
import { needsOtp, type StaffProfile } from '../staff';

/** An account of staff as its owner sees it. */
export interface StaffAccountReply {
  id: string;
  kind: 'staff';
  username: string;
  name: string;
  roles: PolicyRole[];
  rights: StaffRight[];
  mustChangePassword: boolean;
  otp: 'on' | 'off' | 'needed';
  idleMinutes: number;
}

/** A resident's account as its owner sees it. */
export interface ResidentAccountReply {
  id: string;
  kind: 'resident';
}

/** An account as its owner sees it. */
export type AccountReply = ResidentAccountReply | StaffAccountReply;

/** A resident's account. */
export const presentResidentAccount = (id: string): ResidentAccountReply => ({ id, kind: 'resident' });

/** An account of staff. */
export const presentStaffAccount = (deps: Deps, staff: StaffProfile): StaffAccountReply => ({
  id: staff.id,
  kind: 'staff' as const,
  username: staff.username,
  name: staff.name,
  roles: staff.roles,
  rights: staff.rights,
  mustChangePassword: staff.mustChangePassword,
  otp: staff.otp ? 'on' : needsOtp(deps, staff) ? 'needed' : 'off',
  idleMinutes: deps.config.security.idleMinutes,
});

/** The people of the demo's sign-in pages, with their age today. */
export const presentDemoPeople = (today: string) => ({
  items: demoPeople.map(({ code, name, birthDay, description }) => ({
    code,
    name,
    description: `${ageOn(birthDay, today)}岁，${description}`,
  })),
  staff: demoStaff.map(({ username, name, description }) => ({ username, name, description })),
});
