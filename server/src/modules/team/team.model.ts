import mongoose, { Schema } from 'mongoose';
import { checkedSchema, keepChecked, type CheckedFields } from '../../platform/content-check';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** Someone of a team, as residents are shown them. */
export interface TeamMember {
  name: string;
  title: string;
  specialities: string;
}

/** A family-doctor team. */
export interface TeamRow extends IdempotentFields, CheckedFields {
  _id: string;
  name: string;
  intro: string;
  leader: TeamMember;
  members: TeamMember[];
  /** Residents that the team can look after. */
  capacity: number;
  /** True: nobody beyond the capacity. False: staff are only warned, as the national guidance has it. */
  hardLimit: boolean;
  /** Place in lists, the smallest first. */
  order: number;
  /** Raised by each transaction that claims the team, so that such transactions wait for one another. */
  claims?: number;
  /** Absent before the first change of a team that was there before changes were counted. */
  rev?: number;
}

const member = { name: String, title: String, specialities: String };

const schema = new Schema<TeamRow>(
  {
    _id: String,
    name: { type: String, required: true },
    intro: String,
    leader: { type: member, required: true },
    members: [{ ...member, _id: false }],
    capacity: { type: Number, required: true },
    hardLimit: { type: Boolean, required: true },
    order: { type: Number, required: true },
    claims: Number,
    rev: Number,
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'teams', versionKey: false },
);
keepChecked(schema, ['name', 'intro', 'leader', 'members']);
schema.index({ order: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const TeamModel = mongoose.model<TeamRow>('Team', schema);

/** One team, or null. */
export const findTeamById = (id: string): Promise<TeamRow | null> => TeamModel.findById(id).lean<TeamRow | null>();

/** The teams with these ids, in no order. */
export const findTeamsByIds = (ids: readonly string[]): Promise<TeamRow[]> =>
  TeamModel.find({ _id: { $in: [...new Set(ids)] } }).lean<TeamRow[]>();

/** All teams in their order. */
export const findAllTeams = (): Promise<TeamRow[]> => TeamModel.find().sort({ order: 1, _id: 1 }).lean<TeamRow[]>();

/** Adds teams. */
export async function insertTeams(rows: TeamRow[]): Promise<void> {
  if (rows.length) await TeamModel.collection.insertMany(rows as never);
}

/** Adds a team once for an idempotency key. @throws IDEMPOTENCY_MISMATCH */
export const createTeamOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<TeamRow, keyof IdempotentFields>>,
): Promise<TeamRow> =>
  createOnce(TeamModel, idempotency, now, build, (keys) => {
    throw new Error(`a new team ran into ${Object.keys(keys).join()}`);
  });

/** What is changed of a team by hand. */
export type TeamChanges = Pick<
  TeamRow,
  'name' | 'intro' | 'leader' | 'members' | 'capacity' | 'hardLimit' | 'order' | 'check'
>;

/** @returns null when the team stands at another revision */
export const updateTeamRow = (id: string, rev: number, changes: TeamChanges): Promise<TeamRow | null> =>
  TeamModel.findOneAndUpdate(
    // null also finds a row without the field, which counts as 0.
    { _id: id, rev: rev === 0 ? { $in: [0, null] } : rev },
    { $set: { ...changes, rev: rev + 1 } },
    { returnDocument: 'after' },
  ).lean<TeamRow | null>();

/**
 * Residents with an active contract, by team; teams without any are absent. The collection is read by its
 * name: contracts know teams, so teams can't import contracts, and a stored counter could drift.
 */
export async function countSigned(teamIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await mongoose.connection
    .collection('contracts')
    .aggregate<{ _id: string; count: number }>([
      { $match: { teamId: { $in: [...new Set(teamIds)] }, status: 'active' } },
      { $group: { _id: '$teamId', count: { $sum: 1 } } },
    ])
    .toArray();
  return new Map(rows.map((row) => [row._id, row.count]));
}

/**
 * Claims a team for a transaction: of two transactions that claim it at once the second is told to start
 * over, so that it counts what the first has written.
 */
export async function claimTeam(teamId: string, session: mongoose.ClientSession): Promise<void> {
  await TeamModel.collection.updateOne({ _id: teamId as never }, { $inc: { claims: 1 } }, { session });
}
