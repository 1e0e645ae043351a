import type { HandGroup } from '@linkang/shared/domain/group-memberships';
import mongoose, { Schema } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** That staff put a person into a priority group. Rows are never removed: what was promised in that time stays true. */
export interface GroupRow extends IdempotentFields {
  _id: string;
  residentId: string;
  code: HandGroup;
  sinceDay: string;
  untilDay?: string;
  /** Present while it holds: of a person and group one such row, by a unique index. */
  open?: true;
  setBy: string;
  setAt: Date;
  endedBy?: string;
  endedAt?: Date;
  rev: number;
}

const schema = new Schema<GroupRow>(
  {
    _id: { type: String, required: true },
    residentId: { type: String, required: true },
    code: { type: String, required: true },
    sinceDay: { type: String, required: true },
    untilDay: String,
    open: Boolean,
    setBy: { type: String, required: true },
    setAt: { type: Date, required: true },
    endedBy: String,
    endedAt: Date,
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'residentGroups', versionKey: false },
);
schema.index({ residentId: 1, code: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ residentId: 1, sinceDay: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const GroupModel = mongoose.model<GroupRow>('ResidentGroup', schema);

/** What staff set of some people, the earliest first. */
export const findGroupRows = (residentIds: readonly string[]): Promise<GroupRow[]> =>
  GroupModel.find({ residentId: { $in: [...residentIds] } })
    .sort({ residentId: 1, sinceDay: 1, _id: 1 })
    .lean<GroupRow[]>();

/** Puts a person into a group once for a key. @param onOpen called when the person is in it already */
export const insertGroupOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<Omit<GroupRow, keyof IdempotentFields>>,
  onOpen: () => never,
): Promise<GroupRow> => createOnce<GroupRow>(GroupModel, request, now, build, onOpen);

/** Ends what holds. @returns null when the person is not in the group, or came into it later than that */
export const endGroupRow = (
  residentId: string,
  code: HandGroup,
  end: { untilDay: string; endedBy: string; endedAt: Date },
): Promise<GroupRow | null> =>
  GroupModel.findOneAndUpdate(
    { residentId, code, open: true, sinceDay: { $lte: end.untilDay } },
    { $set: end, $unset: { open: 1 }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<GroupRow | null>();

/** How much staff set of a person. */
export const countGroupRows = (residentId: string): Promise<number> => GroupModel.countDocuments({ residentId }).exec();

/** Forgets the groups of a person. */
export async function deleteGroupRows(residentId: string): Promise<void> {
  await GroupModel.deleteMany({ residentId });
}

/** Gives the groups of a record to another record of the same person; who is in a group twice is in it once. */
export async function moveGroupRows(from: string, to: string): Promise<void> {
  for (const { _id } of await GroupModel.find({ residentId: from }, { _id: 1 }).lean<{ _id: string }[]>())
    try {
      await GroupModel.updateOne({ _id, residentId: from }, { $set: { residentId: to }, $inc: { rev: 1 } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      await GroupModel.updateOne(
        { _id, residentId: from },
        { $set: { residentId: to }, $unset: { open: 1 }, $inc: { rev: 1 } },
      );
    }
}
