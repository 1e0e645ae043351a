import type { StaffProfile } from '../staff';

/** Whether an account may import records, as it stands now. */
export const mayImport = (staff: StaffProfile | null): boolean =>
  staff !== null && staff.active && staff.rights.includes('importRecords');
