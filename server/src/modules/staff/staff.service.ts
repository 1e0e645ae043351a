import type { PolicyRole } from '@linkang/shared/api/policy';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import {
  existsDemoStaff,
  findActiveWithRole,
  findStaffByUsername,
  findStaffRows,
  insertStaff,
  listStaffRows,
  replacePassword,
  type StaffDocument,
} from './staff.model';
import { hashPassword, matchesPassword, unmatchableHash } from './staff.password';

/** What other features may know of a member of staff. */
export interface StaffProfile {
  id: string;
  username: string;
  name: string;
  title: string;
  roles: PolicyRole[];
  teamIds: string[];
  rights: StaffRight[];
  active: boolean;
  /** Of the demo. */
  demo: boolean;
  /** Whether the second factor is set up. */
  otp: boolean;
  mustChangePassword: boolean;
  rev: number;
}

/** What is needed to make an account. */
export interface NewStaff {
  /** Where others refer to it already, as the demo's teams do. */
  id?: string;
  username: string;
  name: string;
  title: string;
  roles: readonly PolicyRole[];
  teamIds: readonly string[];
  rights?: readonly StaffRight[];
  password: string;
  demo: boolean;
  /** Where somebody else chose the password. */
  mustChangePassword?: boolean;
}

/** A row as other features may know it. */
export const toProfile = (row: StaffDocument): StaffProfile => ({
  id: row._id,
  username: row.username,
  name: row.name,
  title: row.title,
  roles: row.roles,
  teamIds: row.teamIds,
  rights: row.rights ?? [],
  active: row.active,
  demo: row.demo,
  otp: row.otp !== undefined,
  mustChangePassword: row.mustChangePassword ?? false,
  rev: row.rev,
});

/** The form in which a user name is kept and compared. */
export const normaliseUsername = (username: string): string => username.trim().toLowerCase();

/**
 * Makes an active account.
 * @returns null when the user name is taken
 */
export async function createStaff(input: NewStaff): Promise<StaffProfile | null> {
  const staff: StaffDocument = {
    _id: input.id ?? new mongoose.Types.ObjectId().toHexString(),
    username: normaliseUsername(input.username),
    name: input.name,
    title: input.title,
    roles: [...input.roles],
    teamIds: [...input.teamIds],
    rights: [...(input.rights ?? [])],
    passwordHash: await hashPassword(input.password),
    active: true,
    demo: input.demo,
    mustChangePassword: input.mustChangePassword ?? false,
    rev: 0,
  };
  return (await insertStaff(staff)) ? toProfile(staff) : null;
}

/**
 * The member of staff whom name and password belong to.
 * @returns null whatever is wrong: unknown name, wrong password or inactive account, after the same time
 */
export async function verifyPassword(username: string, password: string): Promise<StaffProfile | null> {
  const staff = await findStaffByUsername(normaliseUsername(username));
  const matches = await matchesPassword(password, staff?.passwordHash ?? unmatchableHash);
  return staff && matches && staff.active ? toProfile(staff) : null;
}

/**
 * Replaces a password by one that its owner chose.
 * @returns null when the account was disabled or its password changed meanwhile
 */
export async function setOwnPassword(id: string, current: string, next: string): Promise<StaffProfile | null> {
  const [row] = await findStaffRows([id]);
  if (!row || !(await matchesPassword(current, row.passwordHash))) return null;
  const changes = { passwordHash: await hashPassword(next), mustChangePassword: false };
  const staff = await replacePassword(id, row.passwordHash, changes);
  return staff && toProfile(staff);
}

/** Members of staff by id, active or not, in no order. */
export async function findStaffs(ids: readonly string[]): Promise<StaffProfile[]> {
  return ids.length === 0 ? [] : (await findStaffRows(ids)).map(toProfile);
}

/** One member of staff, active or not. */
export async function findStaff(id: string): Promise<StaffProfile | null> {
  return (await findStaffs([id]))[0] ?? null;
}

/** Accounts that a choice shows at most. */
const MAX_ACCOUNTS = 1000;

/** Every account, also those of people who left, by user name. */
export const findEveryStaff = async (): Promise<StaffProfile[]> =>
  (await listStaffRows({}, MAX_ACCOUNTS)).map(toProfile);

/** Active accounts of doctors, by user name. */
export const findDoctorAccounts = async (): Promise<StaffProfile[]> =>
  (await findActiveWithRole('doctor')).map(toProfile);

/** Names by id. */
export async function staffNames(ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((await findStaffs(ids)).map((staff) => [staff.id, staff.name]));
}

/** Whether an account of the demo is here; read anew each time. */
export const hasDemoStaff = (): Promise<boolean> => existsDemoStaff();

const knownDemos = new WeakSet<Deps>();

/** Whether this server shows the demo: never in production, elsewhere as soon as it is seeded. */
export async function isDemo(deps: Deps): Promise<boolean> {
  if (deps.env.mode === 'production') return false;
  // A demo stays one, so that only the time before its seeding costs reads.
  if (!knownDemos.has(deps) && (await existsDemoStaff())) knownDemos.add(deps);
  return knownDemos.has(deps);
}
