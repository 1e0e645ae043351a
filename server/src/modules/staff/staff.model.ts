import type { PolicyRole } from '@linkang/shared/api/policy';
import { findRolesFault, type StaffRight } from '@linkang/shared/domain/staff-roles';
import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { fieldFault } from '../../platform/http/problems';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** The second factor of an account. */
export interface StaffOtp {
  /** Encrypted. */
  secret: Sealed;
  /** The latest step whose code was used: that code and all before it are spent. */
  lastStep: number;
  /** Keyed hashes of the recovery codes that are left. */
  recovery: string[];
}

/** A member of staff with a sign-in of their own. */
export interface StaffDocument extends IdempotentFields {
  _id: string;
  /** In lower case. */
  username: string;
  name: string;
  title: string;
  roles: PolicyRole[];
  teamIds: string[];
  /** What the account may do besides its roles; absent where nothing. */
  rights?: StaffRight[];
  otp?: StaffOtp;
  /** A secret that waits for the proof that the authenticator has it; encrypted. */
  otpDraft?: Sealed;
  passwordHash: string;
  active: boolean;
  /** Made by the demo's seed; production refuses to start with one. */
  demo: boolean;
  /** Somebody else chose the password; absent where it is their own. */
  mustChangePassword?: boolean;
  /** Raised by every change of who is an administrator, so that such changes wait for one another. */
  claims?: number;
  rev: number;
}

const schema = new Schema<StaffDocument>(
  {
    _id: { type: String, required: true },
    username: { type: String, required: true },
    name: { type: String, required: true },
    title: { type: String, default: '' },
    roles: { type: [String], required: true },
    teamIds: { type: [String], required: true },
    rights: { type: [String], default: undefined },
    otp: {
      type: { _id: false, secret: String, lastStep: Number, recovery: [String] },
      default: undefined,
      sealed: ['secret'],
    },
    otpDraft: sealedPath,
    passwordHash: { type: String, required: true },
    active: { type: Boolean, required: true },
    demo: { type: Boolean, required: true },
    mustChangePassword: Boolean,
    claims: Number,
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'staffs', versionKey: false },
);
schema.index({ username: 1 }, { unique: true });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
schema.index({ demo: 1 }, { partialFilterExpression: { demo: true } });

const StaffModel = mongoose.model<StaffDocument>('Staff', schema);

/**
 * Each write of roles and rights holds the whole of them, so that none can bring two together that stay apart.
 * @throws VALIDATION_FAILED
 */
function assertRoles({ roles, rights = [] }: Pick<StaffDocument, 'roles' | 'rights'>): void {
  const fault = findRolesFault(roles, rights);
  if (!fault) return;
  const field = fault === 'ROLES_APART' ? 'body.roles' : 'body.rights';
  throw new AppError('VALIDATION_FAILED', { fields: [fieldFault(field, fault)] });
}

/** @returns false when the user name is taken @throws VALIDATION_FAILED for roles that stay apart */
export async function insertStaff(staff: StaffDocument): Promise<boolean> {
  assertRoles(staff);
  try {
    await StaffModel.collection.insertOne(staff as never);
    return true;
  } catch (error) {
    if (duplicateKeys(error)) return false;
    throw error;
  }
}

/** The row of a user name, active or not. */
export const findStaffByUsername = (username: string): Promise<StaffDocument | null> =>
  StaffModel.findOne({ username }).lean<StaffDocument | null>();

/** The rows of ids, in no order. */
export const findStaffRows = (ids: readonly string[]): Promise<StaffDocument[]> =>
  StaffModel.find({ _id: { $in: [...ids] } }).lean<StaffDocument[]>();

/** Active accounts with a role, by user name. */
export const findActiveWithRole = (role: PolicyRole): Promise<StaffDocument[]> =>
  StaffModel.find({ roles: role, active: true }).sort({ username: 1 }).lean<StaffDocument[]>();

/** Which of some user names are taken. */
export async function findTakenUsernames(usernames: readonly string[]): Promise<Set<string>> {
  const rows = await StaffModel.find({ username: { $in: [...usernames] } }, { username: 1 }).lean();
  return new Set(rows.map((row) => row.username));
}

/** Whether any account of the demo is here. */
export const existsDemoStaff = async (): Promise<boolean> => (await StaffModel.exists({ demo: true })) !== null;

/** Makes an account once for an idempotency key. @throws STAFF_USERNAME_TAKEN, IDEMPOTENCY_MISMATCH */
export const createStaffOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<StaffDocument, keyof IdempotentFields>>,
): Promise<StaffDocument> =>
  createOnce(
    StaffModel,
    idempotency,
    now,
    async () => {
      const staff = await build();
      assertRoles(staff);
      return staff;
    },
    () => {
      throw new AppError('STAFF_USERNAME_TAKEN');
    },
  );

/** What a list of accounts is narrowed by; `after` is the last user name of the page before. */
export interface StaffFilter {
  active?: boolean;
  after?: string;
}

/** Accounts by user name. */
export const listStaffRows = ({ active, after }: StaffFilter, limit: number): Promise<StaffDocument[]> =>
  StaffModel.find({
    ...(active === undefined ? {} : { active }),
    ...(after === undefined ? {} : { username: { $gt: after } }),
  })
    .sort({ username: 1 })
    .limit(limit)
    .lean<StaffDocument[]>();

/** What an administrator changes of an account. */
export type StaffChanges = Pick<StaffDocument, 'name' | 'title' | 'roles' | 'teamIds' | 'rights' | 'active'>;

/** @returns null when the account stands at another revision @throws VALIDATION_FAILED for roles that stay apart */
export async function updateStaffRow(
  id: string,
  rev: number,
  changes: StaffChanges,
  session?: mongoose.ClientSession,
): Promise<StaffDocument | null> {
  assertRoles(changes);
  return StaffModel.findOneAndUpdate(
    { _id: id, rev },
    { $set: changes, $inc: { rev: 1 } },
    { returnDocument: 'after', ...(session ? { session } : {}) },
  ).lean<StaffDocument | null>();
}

/** Keeps a secret until the authenticator proves that it has it. @returns false for an account that is disabled */
export const draftOtp = async (id: string, sealed: Sealed): Promise<boolean> =>
  (await StaffModel.updateOne({ _id: id, active: true }, { $set: { otpDraft: sealed } })).matchedCount === 1;

/** Makes a kept secret the second factor. @returns null when another one was begun or finished meanwhile */
export const enableOtp = (id: string, draft: Sealed, otp: StaffOtp): Promise<StaffDocument | null> =>
  StaffModel.findOneAndUpdate(
    { _id: id, active: true, otpDraft: draft },
    { $set: { otp }, $unset: { otpDraft: '' }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<StaffDocument | null>();

/** Spends a step of the second factor. @returns false for one that is spent already */
export const takeOtpStep = async (id: string, secret: Sealed, step: number): Promise<boolean> =>
  (
    await StaffModel.updateOne(
      { _id: id, 'otp.secret': secret, 'otp.lastStep': { $lt: step } },
      { $set: { 'otp.lastStep': step } },
    )
  ).modifiedCount === 1;

/** Spends a recovery code. @returns false for one that is unknown or spent */
export const takeRecoveryCode = async (id: string, hash: string): Promise<boolean> =>
  (await StaffModel.updateOne({ _id: id, 'otp.recovery': hash }, { $pull: { 'otp.recovery': hash } })).modifiedCount ===
  1;

/** Takes the second factor away. @returns null where there is none */
export const clearOtp = (id: string): Promise<StaffDocument | null> =>
  StaffModel.findOneAndUpdate(
    { _id: id, otp: { $exists: true } },
    { $unset: { otp: '', otpDraft: '' }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<StaffDocument | null>();

/**
 * Replaces a password, if it is still the one that is known.
 * @returns null when the account is gone, disabled, or its password was changed meanwhile
 */
export const replacePassword = (
  id: string,
  known: string,
  next: { passwordHash: string; mustChangePassword: boolean },
): Promise<StaffDocument | null> =>
  StaffModel.findOneAndUpdate(
    { _id: id, active: true, passwordHash: known },
    { $set: next, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<StaffDocument | null>();

/** Whether an administrator can sign in. */
export const existsActiveAdmin = async (): Promise<boolean> =>
  (await StaffModel.exists({ roles: 'admin', active: true })) !== null;

/**
 * Does a change in a transaction that touches every active administrator: of two such changes at once the second
 * starts over, so that it counts what the first has left.
 * @throws STAFF_LAST_ADMIN when no active administrator would be left
 */
export async function withAdminsCounted<T>(change: (session: mongoose.ClientSession) => Promise<T>): Promise<T> {
  return mongoose.connection.withSession((session) =>
    session.withTransaction(async () => {
      await StaffModel.updateMany({ roles: 'admin', active: true }, { $inc: { claims: 1 } }, { session });
      const result = await change(session);
      if (!(await StaffModel.exists({ roles: 'admin', active: true }).session(session)))
        throw new AppError('STAFF_LAST_ADMIN');
      return result;
    }),
  );
}

/**
 * How many of these teams exist. The collection is read by its name: teams know the centre, which asks staff
 * whether this is a demo, so staff can't import teams.
 */
export const countTeams = (ids: readonly string[]): Promise<number> =>
  mongoose.connection.collection<{ _id: string }>('teams').countDocuments({ _id: { $in: [...ids] } });

/** Ids of teams by their name; of teams with one name the first. The collection is read by its name, as above. */
export async function readTeamIds(): Promise<Map<string, string>> {
  const teams = await mongoose.connection
    .collection<{ _id: string; name: string; order: number }>('teams')
    .find()
    .sort({ order: -1, _id: -1 })
    .toArray();
  return new Map(teams.map(({ _id, name }) => [name, _id]));
}
