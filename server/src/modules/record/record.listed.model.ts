import { yearOf } from '@linkang/shared/domain/clinic-day';
import type { EntryKind, RecordTag } from '@linkang/shared/domain/record-form';
import type { QueryFilter } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import { RecordModel, type RecordRow } from './record.model';

/** Which records a list shows. */
export interface RecordSearch {
  status: RecordRow['status'];
  /** Undefined: of the whole house. */
  teamIds?: readonly string[] | undefined;
  tag?: RecordTag | undefined;
  /** Only those without anything written or done in this year. */
  unusedIn?: number | undefined;
  after?: string | undefined;
  limit: number;
}

/** Records in the order in which they were opened here. */
export function findListed({ status, teamIds, tag, unusedIn, after, limit }: RecordSearch): Promise<RecordRow[]> {
  const filter: QueryFilter<RecordRow> = {
    current: true,
    status,
    ...(teamIds ? { teamId: { $in: [...teamIds] } } : {}),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(unusedIn === undefined ? {} : { servedYears: { $ne: unusedIn } }),
    ...(after === undefined ? {} : { _id: { $gt: after } }),
  };
  return RecordModel.find(filter).sort({ _id: 1 }).limit(limit).lean<RecordRow[]>();
}

/** Counts of a year. */
export async function countYear(year: number, tags: readonly RecordTag[]) {
  const within = { $gte: `${year}-01-01`, $lte: `${year}-12-31` };
  const count = (filter: QueryFilter<RecordRow>): Promise<number> =>
    RecordModel.countDocuments({ current: true, ...filter }).exec();
  const open = { status: 'open' } as const;
  const [all, opened, closed, electronic, used, ...byTag] = await Promise.all([
    count(open),
    count({ openedDay: within }),
    count({ 'closing.day': within }),
    count({ ...open, electronic: true }),
    count({ ...open, servedYears: year }),
    ...tags.map((tag) => count({ ...open, tags: tag })),
  ]);
  return { open: all, opened, closed, electronic, used, byTag };
}

/** Some records of which the features were not asked today what they did for the person. */
export const findUnasked = (today: string, limit: number): Promise<RecordRow[]> =>
  RecordModel.find({ current: true, askedDay: { $lt: today } })
    .sort({ askedDay: 1, _id: 1 })
    .limit(limit)
    .lean<RecordRow[]>();

/** Writes down on which days people were served, and that the features were asked. */
export async function noteAsked(
  records: readonly RecordRow[],
  daysOf: ReadonlyMap<string, readonly string[]>,
  today: string,
): Promise<void> {
  if (records.length === 0) return;
  await RecordModel.bulkWrite(
    records.map(({ _id, residentId }) => {
      const days = [...(daysOf.get(residentId) ?? [])].sort();
      const last = days.at(-1);
      return {
        updateOne: {
          filter: { _id },
          update: {
            $set: { askedDay: today },
            ...(last === undefined
              ? {}
              : {
                  $max: { lastServedDay: last },
                  $addToSet: { servedYears: { $each: [...new Set(days.map(yearOf))] } },
                }),
          },
        },
      };
    }),
    { ordered: false },
  );
}

/** Takes over what another record of the person knows as a whole. */
export async function takeIn(stay: RecordRow, away: RecordRow, review: readonly EntryKind[]): Promise<void> {
  await RecordModel.updateOne(
    { _id: stay._id },
    {
      $addToSet: {
        review: { $each: [...review] },
        tags: { $each: away.tags },
        servedYears: { $each: away.servedYears },
      },
      ...(away.lastServedDay === null ? {} : { $max: { lastServedDay: away.lastServedDay } }),
      $inc: { rev: 1 },
    },
  );
}

/** Makes a record a part of the one that another person of the same identity has. */
export async function yieldRecord(recordId: string, to: string): Promise<void> {
  await RecordModel.updateOne({ _id: recordId }, { $set: { residentId: to }, $unset: { current: 1 } });
}

/** Gives a record, and those that became a part of it, to a person who has none. @returns false when there is one by now */
export async function giveRecords(from: string, to: string): Promise<boolean> {
  try {
    await RecordModel.updateMany({ residentId: from }, { $set: { residentId: to } });
    return true;
  } catch (error) {
    if (duplicateKeys(error)) return false;
    throw error;
  }
}

/** Removes the records of a person. */
export async function deleteRecordsOf(residentId: string): Promise<void> {
  await RecordModel.deleteMany({ residentId });
}
