import type { PolicyRole } from '@linkang/shared/api/policy';
import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';

/** A member of staff with a sign-in of their own. */
export interface StaffDocument {
  _id: string;
  /** In lower case. */
  username: string;
  name: string;
  title: string;
  roles: PolicyRole[];
  teamIds: string[];
  passwordHash: string;
  active: boolean;
  /** Made by the demo's seed; production refuses to start with one. */
  demo: boolean;
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
    passwordHash: { type: String, required: true },
    active: { type: Boolean, required: true },
    demo: { type: Boolean, required: true },
    rev: { type: Number, required: true },
  },
  { collection: 'staffs', versionKey: false },
);
schema.index({ username: 1 }, { unique: true });
schema.index({ demo: 1 }, { partialFilterExpression: { demo: true } });

const StaffModel = mongoose.model<StaffDocument>('Staff', schema);

/** @returns false when the user name is taken */
export async function insertStaff(staff: StaffDocument): Promise<boolean> {
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

/** Whether any account of the demo is here. */
export const existsDemoStaff = async (): Promise<boolean> => (await StaffModel.exists({ demo: true })) !== null;
