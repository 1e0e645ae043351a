import type { PolicyRole } from '@linkang/shared/api/policy';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import { demoPeople, demoStaff } from '../../demo/people';
import type { StaffProfile } from '../staff';

/** An account as its owner sees it. */
export type AccountReply =
  { id: string; kind: 'resident' } | { id: string; kind: 'staff'; name: string; roles: PolicyRole[] };

/** A resident's account. */
export const presentResidentAccount = (id: string) => ({ id, kind: 'resident' as const });

/** An account of staff. */
export const presentStaffAccount = ({ id, name, roles }: StaffProfile) => ({
  id,
  kind: 'staff' as const,
  name,
  roles,
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
