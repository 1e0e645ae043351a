import type { CallState, CallTopic, CallWhy } from '@linkang/shared/api/notice.routes';
import type { NoticeData, NoticeKind } from '@linkang/shared/api/notice-kinds';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { removeSome } from '../../platform/batches';
import { duplicateKeys } from '../../platform/idempotency';

/** Somebody whom the desk telephones. Nobody's name is kept: names are looked up when it is shown. */
export interface CallRow {
  /** Made of the topic and what it is about, so that nobody is on the list twice for the same thing. */
  _id: string;
  topic: CallTopic;
  why: CallWhy;
  /** The message whose words are to be told. */
  kind: NoticeKind;
  data: NoticeData;
  residentId: string;
  targetId: string;
  /** Where it is about a session. */
  sessionId?: string;
  /** The visit that it is about. */
  day: string;
  startTime: string;
  at: Date;
  /** `gone`: nobody has to be told any more. */
  state: CallState | 'gone';
  rev: number;
  /** Every tick, the last one last. */
  ticks: { at: Date; by: string; state: Exclude<CallState, 'open'> }[];
}

/** A call as its source knows it. */
export type NewCall = Omit<CallRow, 'state' | 'rev' | 'ticks'>;

const schema = new Schema<CallRow>(
  {
    _id: String,
    topic: { type: String, required: true },
    why: { type: String, required: true },
    kind: { type: String, required: true },
    data: { type: Object, required: true },
    residentId: { type: String, required: true },
    targetId: { type: String, required: true },
    sessionId: String,
    day: { type: String, required: true },
    startTime: { type: String, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true },
    rev: { type: Number, required: true },
    ticks: [{ _id: false, at: Date, by: String, state: String }],
  },
  { collection: 'calls', versionKey: false, minimize: false },
);
schema.index({ state: 1, day: 1, startTime: 1, _id: 1 });
schema.index({ residentId: 1 });
schema.index({ sessionId: 1, topic: 1 }, { partialFilterExpression: { sessionId: { $exists: true } } });

const CallModel = mongoose.model<CallRow>('Call', schema);

/** States in which somebody has still to be called. */
const owedStates: CallRow['state'][] = ['open', 'unreached'];

/** Puts people on the list; those who are or were on it for the same thing stay as they are. */
export async function insertCalls(calls: readonly NewCall[]): Promise<void> {
  if (!calls.length) return;
  const rows = calls.map((call) => ({ ...call, state: 'open', rev: 1, ticks: [] }));
  try {
    await CallModel.collection.insertMany(rows as never, { ordered: false });
  } catch (error) {
    // Unordered: every row that was missing is in.
    if (!duplicateKeys(error)) throw error;
  }
}

/** Which calls a list shows. */
export interface CallFilter {
  state: CallState;
  topic?: CallTopic | undefined;
  sessionId?: string | undefined;
}

/** A position in the list: the visit's day and time, and the call. */
export interface CallCursor {
  day: string;
  startTime: string;
  id: string;
}

/** What stands behind a position in the list. */
function behind(after: CallCursor | undefined, beyond: '$gt' | '$lt' = '$gt'): QueryFilter<CallRow> {
  if (!after) return {};
  const { day, startTime, id } = after;
  return {
    $or: [
      { day: { [beyond]: day } },
      { day, startTime: { [beyond]: startTime } },
      { day, startTime, _id: { [beyond]: id } },
    ],
  };
}

/** Calls in the order of their visits; those that are done, the latest first. */
export function findCalls(
  { state, topic, sessionId }: CallFilter,
  after: CallCursor | undefined,
  limit: number,
): Promise<CallRow[]> {
  const direction = state === 'told' ? -1 : 1;
  const filter: QueryFilter<CallRow> = {
    state,
    ...(topic === undefined ? {} : { topic }),
    ...(sessionId === undefined ? {} : { sessionId }),
  };
  return CallModel.find<CallRow>({ $and: [filter, behind(after, state === 'told' ? '$lt' : '$gt')] })
    .sort({ day: direction, startTime: direction, _id: direction })
    .limit(limit)
    .lean();
}

/** How many calls stand in each state. */
export async function countCalls(sessionId?: string): Promise<Record<CallState, number>> {
  const states: CallState[] = ['open', 'unreached', 'told'];
  const [open = 0, unreached = 0, told = 0] = await Promise.all(
    states.map((state) => CallModel.countDocuments({ state, ...(sessionId === undefined ? {} : { sessionId }) })),
  );
  return { open, unreached, told };
}

/** How many people have still to be called. */
export const countOwedCalls = (): Promise<number> =>
  CallModel.countDocuments({ state: { $in: [...owedStates] } }).exec();

/** A page of the calls that are still to be made, those first whose visit is next. */
export const findOwedCalls = (limit: number, after?: CallRow): Promise<CallRow[]> =>
  CallModel.find<CallRow>({
    $and: [{ state: { $in: [...owedStates] } }, behind(after && { ...after, id: after._id })],
  })
    .sort({ day: 1, startTime: 1, _id: 1 })
    .limit(limit)
    .lean();

/** One call. */
export const findCall = (id: string): Promise<CallRow | null> => CallModel.findById(id).lean();

/** Takes calls off the list that need not be made any more, unless somebody ticked them meanwhile. */
export async function dropCalls(calls: readonly CallRow[]): Promise<void> {
  if (!calls.length) return;
  await CallModel.collection.bulkWrite(
    calls.map(({ _id, rev }) => ({
      updateOne: { filter: { _id, rev }, update: { $set: { state: 'gone' }, $inc: { rev: 1 } } },
    })) as never,
    { ordered: false },
  );
}

/**
 * Writes down how a call ended; of two who do so at once one does.
 * @returns null when the call was changed since it was seen
 */
export const tickCall = (id: string, rev: number, tick: CallRow['ticks'][number]): Promise<CallRow | null> =>
  CallModel.findOneAndUpdate(
    { _id: id, rev, state: { $ne: 'gone' } },
    { $set: { state: tick.state }, $inc: { rev: 1 }, $push: { ticks: tick } },
    { returnDocument: 'after' },
  ).lean<CallRow | null>();

/** Puts the calls about a record under another record of the same person. */
export async function moveCalls(from: string, to: string): Promise<void> {
  await CallModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}

/** Stands in a call for somebody who is not to be known any more. */
const NOBODY = 'erased';

/** Calls about a person, oldest first. */
export const findCallsOf = (residentId: string): Promise<CallRow[]> =>
  CallModel.find({ residentId }).sort({ at: 1, _id: 1 }).lean<CallRow[]>();

/** How many there are. */
export const countCallsOf = (residentId: string): Promise<number> => CallModel.countDocuments({ residentId }).exec();

/** Takes away whom calls were about. The rows stay: what they are about would be put on the list again. */
export async function forgetCallsOf(residentId: string): Promise<void> {
  await CallModel.updateMany(
    { residentId },
    { $set: { residentId: NOBODY, state: 'gone', data: {} }, $inc: { rev: 1 } },
  );
}

/** How many calls were about visits before a day. */
export const countCallsBefore = (day: string): Promise<number> =>
  CallModel.countDocuments({ day: { $lt: day } }).exec();

/** Removes some of them. @returns how many */
export const removeCallsBefore = (day: string, limit: number): Promise<number> =>
  removeSome(CallModel, { day: { $lt: day } }, limit);
