import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** How it ended: the data were given; asked for and refused; allowed, but what was wanted did not come about. */
export const auditResults = ['done', 'denied', 'failed'] as const;

export type AuditResult = (typeof auditResults)[number];

/** What was done with the data. */
export const accessKinds = ['view', 'search', 'change', 'print', 'export'] as const;

export type AccessKind = (typeof accessKinds)[number];

/** Places of a row outside every block. */
export const UNSEALED = -1;
/** The mark of a row that the sealing did not accept, because nobody here wrote it. */
export const FOREIGN = -2;
/** The block of the rows that are older than the chain. */
export const FIRST_BLOCK = 0;

/**
 * One access of staff, or of a relative, to a person's data. Rows are only ever added; of a row that stands, nothing
 * changes but the block that it lies in.
 */
export interface AuditRow {
  _id: mongoose.Types.ObjectId;
  at: Date;
  /** The member of staff; absent where a relative or the person acted. */
  staffId?: string;
  roles: string[];
  /** The account that acted for a relative, or the person's own. */
  accountId?: string;
  /** The relative's own person. */
  relativeId?: string;
  /** The route, `<feature>.<route>`. */
  action: string;
  /** What was done, and what for; both follow from the route. */
  kind?: AccessKind;
  purpose?: string;
  /** Null where nobody was found, or it is not known whose it was. */
  residentId: string | null;
  /** The object that a refused address named. */
  targetId?: string;
  requestId: string;
  reason?: Sealed;
  result?: AuditResult;
  /** The code of the refusal. */
  code?: string;
  /** The network that it came from, never the whole address. */
  network?: string;
  /** Kind of browser and system. */
  device?: string;
  /** Keyed hash of everything above. */
  mac?: string;
  /** The block of the chain, or one of the marks above. */
  block: number;
}

const schema = new Schema<AuditRow>(
  {
    at: { type: Date, required: true },
    staffId: String,
    roles: [String],
    accountId: String,
    relativeId: String,
    action: { type: String, required: true },
    kind: String,
    purpose: String,
    residentId: String,
    targetId: String,
    requestId: { type: String, required: true },
    reason: sealedPath,
    result: String,
    code: String,
    network: String,
    device: String,
    mac: String,
    block: { type: Number, required: true },
  },
  { collection: 'audits', versionKey: false },
);
schema.index({ residentId: 1, at: -1, _id: -1 });
schema.index({ staffId: 1, at: -1, _id: -1 });
schema.index({ at: -1, _id: -1 });
schema.index({ block: 1, _id: 1 });

const AuditModel = mongoose.model<AuditRow>('Audit', schema);

/** Adds rows. */
export async function insertAudits(rows: readonly AuditRow[]): Promise<void> {
  if (rows.length) await AuditModel.collection.insertMany([...rows]);
}

/** Where a page starts: after this row. */
export interface AuditCursor {
  at: Date;
  id: string;
}

/** What a search in the log is narrowed by. */
export interface AuditFilter {
  /** All records of one person. */
  residentIds?: readonly string[] | undefined;
  staffId?: string | undefined;
  action?: string | undefined;
  result?: AuditResult | undefined;
  from?: Date | undefined;
  before?: Date | undefined;
}

/** Rows, newest first. */
export function findAudits(which: AuditFilter, after: AuditCursor | undefined, limit: number): Promise<AuditRow[]> {
  const filter: QueryFilter<AuditRow> = {};
  for (const key of ['staffId', 'action'] as const) if (which[key] !== undefined) filter[key] = which[key];
  if (which.residentIds) filter.residentId = { $in: [...which.residentIds] };
  // Rows from before results were written down tell of what was given.
  if (which.result) filter.result = which.result === 'done' ? { $in: ['done', null] } : which.result;
  if (which.from || which.before)
    filter.at = { ...(which.from ? { $gte: which.from } : {}), ...(which.before ? { $lt: which.before } : {}) };
  if (after) {
    const id = new mongoose.Types.ObjectId(after.id);
    filter.$or = [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: id } }];
  }
  return AuditModel.find(filter).sort({ at: -1, _id: -1 }).limit(limit).lean<AuditRow[]>();
}

/** Those of some requests about a person that came to nothing after they had been let in. */
export const findFailed = (residentIds: readonly string[], ats: readonly Date[]): Promise<AuditRow[]> =>
  AuditModel.find({ residentId: { $in: [...residentIds] }, at: { $in: [...ats] }, result: 'failed' }).lean<
    AuditRow[]
  >();

/** The rows of a block, or those with a mark, oldest first, from one id on. */
export const findOfBlock = (block: number, limit: number, afterId?: mongoose.Types.ObjectId): Promise<AuditRow[]> =>
  AuditModel.find({ block, ...(afterId ? { _id: { $gt: afterId } } : {}) })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<AuditRow[]>();

/** Puts rows that lie in no block into one. */
export async function putIntoBlock(ids: readonly mongoose.Types.ObjectId[], block: number): Promise<void> {
  await AuditModel.collection.updateMany({ _id: { $in: [...ids] }, block: UNSEALED }, { $set: { block } });
}

/** Rows that lie in no block and were written before an instant. */
export const countUnsealed = (before: Date): Promise<number> =>
  AuditModel.countDocuments({ block: UNSEALED, at: { $lt: before } }).exec();

/** Rows in blocks beyond the last one, or in no place that there is. */
export const findStray = (lastBlock: number, limit: number): Promise<AuditRow[]> =>
  AuditModel.find({ $or: [{ block: { $gt: lastBlock } }, { block: { $lt: FOREIGN } }, { block: null }] })
    .limit(limit)
    .lean<AuditRow[]>();

/** Removes the rows of the oldest blocks. @returns how many */
export const deleteUpTo = async (block: number): Promise<number> =>
  (await AuditModel.deleteMany({ block: { $gte: FIRST_BLOCK, $lte: block } })).deletedCount;
