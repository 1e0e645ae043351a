import type { Membership, PlanItem, PromisedPackage } from '@linkang/shared/domain/service-plan';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';

/** What a plan was made of, and what came of it. */
export interface PlanContent {
  /** The signed packages and the free ones of the person's groups, as they were promised. */
  packages: PromisedPackage[];
  groups: Membership[];
  items: PlanItem[];
}

/** How a plan stood when it was last counted; what is shown of one person is always counted anew. */
export interface PlanTally {
  /**
   * When something is due next. Records only move it back, so that it finds every plan that owes something; whoever
   * lists them looks again.
   */
  nextDay: string;
  /** Codes of the groups on that day. */
  groups: string[];
  /** Records of any kind that fulfil an item. */
  served: number;
  delivered: number;
  promised: number;
  kept: boolean;
  at: Date;
}

/** What a contract owes; one for each contract. */
export interface PlanRow extends PlanContent {
  /** The contract. */
  _id: string;
  residentId: string;
  teamId: string;
  startDay: string;
  endDay: string;
  /** Which text of the signed packages it was made of. */
  packageVersion: string;
  /** Present while the contract runs. */
  open?: true;
  madeAt: Date;
  /** What was owed before the groups changed, the earliest first. */
  history: (PlanContent & { until: Date })[];
  tally: PlanTally;
  rev: number;
}

const content = { packages: [Object], groups: [Object], items: [Object] };

const schema = new Schema<PlanRow>(
  {
    _id: { type: String, required: true },
    residentId: { type: String, required: true },
    teamId: { type: String, required: true },
    startDay: { type: String, required: true },
    endDay: { type: String, required: true },
    packageVersion: { type: String, required: true },
    open: Boolean,
    madeAt: { type: Date, required: true },
    ...content,
    history: [{ _id: false, ...content, until: Date }],
    tally: {
      nextDay: { type: String, required: true },
      groups: [String],
      served: { type: Number, required: true },
      delivered: { type: Number, required: true },
      promised: { type: Number, required: true },
      kept: { type: Boolean, required: true },
      at: { type: Date, required: true },
    },
    rev: { type: Number, required: true },
  },
  { collection: 'plans', versionKey: false },
);
schema.index({ residentId: 1, startDay: -1 });
schema.index({ teamId: 1, 'tally.nextDay': 1, _id: 1 }, { partialFilterExpression: { open: true } });
schema.index({ 'tally.nextDay': 1, _id: 1 }, { partialFilterExpression: { open: true } });

const PlanModel = mongoose.model<PlanRow>('Plan', schema);

/** Plans by id, in no order. */
export const findPlans = (ids: readonly string[]): Promise<PlanRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : PlanModel.find({ _id: { $in: [...ids] } }).lean<PlanRow[]>();

/** Every plan of a person, the newest first. */
export const findPlansOf = (residentId: string): Promise<PlanRow[]> =>
  PlanModel.find({ residentId }).sort({ startDay: -1 }).limit(100).lean<PlanRow[]>();

/** Adds plans that are not there yet; another process may make the same ones at once. */
export async function insertPlans(rows: readonly PlanRow[]): Promise<void> {
  if (rows.length === 0) return;
  try {
    await PlanModel.collection.insertMany(rows as never, { ordered: false });
  } catch (error) {
    // Whoever came first made it, of the same contract.
    if (!duplicateKeys(error)) throw error;
  }
}

/** Puts what is owed from now on in the place of what was; that stays as history. @returns null at another revision */
export const remakePlan = (plan: PlanRow, made: PlanContent, now: Date): Promise<PlanRow | null> => {
  const { packages, groups, items } = plan;
  return PlanModel.findOneAndUpdate(
    { _id: plan._id, rev: plan.rev },
    { $set: made, $push: { history: { packages, groups, items, until: now } }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<PlanRow | null>();
};

/** Writes down how plans stood. It is no change of theirs: the revision stays. */
export async function keepTallies(rows: readonly { id: string; tally: PlanTally }[]): Promise<void> {
  if (rows.length === 0) return;
  await PlanModel.bulkWrite(
    rows.map(({ id, tally }) => ({ updateOne: { filter: { _id: id }, update: { $set: { tally } } } })),
    { ordered: false },
  );
}

/** Takes plans whose contracts run no more out of the lists. */
export async function closePlans(ids: readonly string[]): Promise<void> {
  if (ids.length) await PlanModel.updateMany({ _id: { $in: [...ids] } }, { $unset: { open: 1 }, $inc: { rev: 1 } });
}

/** Plans in order of their ids, after one of them. */
export const walkPlans = (afterId: string, limit: number): Promise<PlanRow[]> =>
  PlanModel.find({ _id: { $gt: afterId }, open: true })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<PlanRow[]>();

/** A position in the list of plans: when something is due, and the plan. */
export interface PlanCursor {
  nextDay: string;
  id: string;
}

/** Which plans are listed. */
export interface PlanSearch {
  /** Undefined: all teams. */
  teamIds?: readonly string[];
  /** Only those that owe something up to a day. */
  dueBy?: string;
  /** Only those of which nothing was done when they were last counted. */
  unserved?: true;
  item?: string;
  group?: string;
}

/** Plans of running contracts, the first due on top. */
export function findDuePlans(search: PlanSearch, after: PlanCursor | undefined, limit: number): Promise<PlanRow[]> {
  const filter: QueryFilter<PlanRow> = { open: true };
  if (search.teamIds) filter.teamId = { $in: [...search.teamIds] };
  if (search.dueBy !== undefined) filter['tally.nextDay'] = { $lte: search.dueBy };
  if (search.unserved) filter['tally.served'] = 0;
  if (search.item !== undefined) filter['items.code'] = search.item;
  if (search.group !== undefined) filter['groups.code'] = search.group;
  if (after)
    filter.$or = [
      { 'tally.nextDay': { $gt: after.nextDay } },
      { 'tally.nextDay': after.nextDay, _id: { $gt: after.id } },
    ];
  return PlanModel.find(filter).sort({ 'tally.nextDay': 1, _id: 1 }).limit(limit).lean<PlanRow[]>();
}

/** Figures of the running contracts of a team. */
export interface TeamTally {
  teamId: string;
  signed: number;
  prioritySigned: number;
  kept: number;
  delivered: number;
  promised: number;
  unserved: number;
  asOf: Date;
}

const matchTeams = (teamIds: readonly string[] | undefined) => ({
  open: true,
  ...(teamIds ? { teamId: { $in: [...teamIds] } } : {}),
});

/** Sums of the last counts, by team. A person has one running contract, and so is counted once. */
export const sumTallies = (teamIds: readonly string[] | undefined): Promise<TeamTally[]> =>
  PlanModel.aggregate<TeamTally>([
    { $match: matchTeams(teamIds) },
    {
      $group: {
        _id: '$teamId',
        signed: { $sum: 1 },
        prioritySigned: { $sum: { $cond: [{ $gt: [{ $size: '$tally.groups' }, 0] }, 1, 0] } },
        kept: { $sum: { $cond: ['$tally.kept', 1, 0] } },
        delivered: { $sum: '$tally.delivered' },
        promised: { $sum: '$tally.promised' },
        unserved: { $sum: { $cond: [{ $eq: ['$tally.served', 0] }, 1, 0] } },
        asOf: { $min: '$tally.at' },
      },
    },
    { $addFields: { teamId: '$_id' } },
    { $project: { _id: 0 } },
  ]).exec();

/** How many of the signed are in which group. */
export const countByGroup = (teamIds: readonly string[] | undefined): Promise<{ code: string; signed: number }[]> =>
  PlanModel.aggregate<{ code: string; signed: number }>([
    { $match: matchTeams(teamIds) },
    { $unwind: '$tally.groups' },
    { $group: { _id: '$tally.groups', signed: { $sum: 1 } } },
    { $project: { _id: 0, code: '$_id', signed: 1 } },
  ]).exec();

/** How many plans there are of a person. */
export const countPlansOf = (residentId: string): Promise<number> => PlanModel.countDocuments({ residentId }).exec();

/** Removes the plans of a person. */
export async function deletePlansOf(residentId: string): Promise<void> {
  await PlanModel.deleteMany({ residentId });
}

/** Gives the plans of a record to another record of the same person, to which its contracts went. */
export async function movePlans(from: string, to: string): Promise<void> {
  await PlanModel.updateMany({ residentId: from }, { $set: { residentId: to }, $inc: { rev: 1 } });
}
