import mongoose, { Schema, type Types } from 'mongoose';

/** A block of the chain: which rows it holds, and the hash of the block before it. Blocks are only ever added. */
export interface AuditBlock {
  /** From 0 on without a gap. */
  _id: number;
  /** The hash of the block before; empty for the first. */
  previous: string;
  /** The rows, oldest first. The first block, of rows from before the chain, does not name its rows. */
  ids?: Types.ObjectId[];
  count: number;
  firstAt: Date | null;
  lastAt: Date | null;
  sealedAt: Date;
  /** Keyed hash over the rows. */
  digest: string;
  /** Keyed hash over everything above. */
  hash: string;
  /** The rows were removed when their time was up; `mac` proves that it was done here. */
  removed?: { at: Date; mac: string };
}

const schema = new Schema<AuditBlock>(
  {
    _id: { type: Number, required: true },
    previous: { type: String, default: '' },
    ids: { type: [Schema.Types.ObjectId], default: undefined },
    count: { type: Number, required: true },
    firstAt: Date,
    lastAt: Date,
    sealedAt: { type: Date, required: true },
    digest: { type: String, required: true },
    hash: { type: String, required: true },
    removed: { type: { at: Date, mac: String }, _id: false, default: undefined },
  },
  { collection: 'auditBlocks', versionKey: false },
);

const BlockModel = mongoose.model<AuditBlock>('AuditBlock', schema);

/** The newest block, or null. */
export const findLastBlock = (): Promise<AuditBlock | null> =>
  BlockModel.findOne().sort({ _id: -1 }).lean<AuditBlock | null>();

/** Adds a block. @throws a duplicate-key error when its number is taken */
export async function insertBlock(block: AuditBlock): Promise<void> {
  await BlockModel.collection.insertOne(block as never);
}

/** Blocks from a number on, oldest first. */
export const findBlocks = (from: number, limit: number): Promise<AuditBlock[]> =>
  BlockModel.find({ _id: { $gte: from } })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<AuditBlock[]>();

/** Notes that the rows of a block are removed; a block that is noted already stays as it is. */
export async function markRemoved(id: number, removed: { at: Date; mac: string }): Promise<void> {
  await BlockModel.updateOne({ _id: id, removed: { $exists: false } }, { $set: { removed }, $unset: { ids: 1 } });
}
