import type { PolicyRole } from '@linkang/shared/api/policy';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import { demoPeople, demoStaff } from '../../demo/people';
import type { StaffProfile } from '../staff';

/** An account of staff as its owner sees it. */
export interface StaffAccountReply {
  id: string;
  kind: 'staff';
  name: string;
  roles: PolicyRole[];
  mustChangePassword: boolean;
}

/** An account as its owner sees it. */
export type AccountReply = { id: string; kind: 'resident' } | StaffAccountReply;

/** A resident's account. */
export const presentResidentAccount = (id: string) => ({ id, kind: 'resident' as const });

/** An account of staff. */
export const presentStaffAccount = ({ id, name, roles, mustChangePassword }: StaffProfile): StaffAccountReply => ({
  id,
  kind: 'staff' as const,
  name,
  roles,
  mustChangePassword,
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
