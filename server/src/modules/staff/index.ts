export {
  createStaff,
  findStaff,
  findStaffs,
  hasDemoStaff,
  isDemo,
  normaliseUsername,
  staffNames,
  verifyPassword,
  type NewStaff,
  type StaffProfile,
} from './staff.service';
