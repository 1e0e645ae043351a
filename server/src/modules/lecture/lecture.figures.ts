import type { ActivityKindCode } from '@linkang/shared/domain/activity-kinds';
import { countPersonTimes } from '@linkang/shared/domain/activity-record';
import { LectureModel, type LectureRow } from './lecture.model';

/** An activity whose record is closed, as figures and the year's file see it. */
export interface Activity {
  id: string;
  kind: ActivityKindCode;
  day: string;
  title: string;
  state: 'done';
  /** Person-times. */
  attendance: number;
  /** The day of the year on which it was held. */
  healthDay?: string;
}

/** Which activities are looked for; every kind without `kinds`. */
export interface ActivityRange {
  from: string;
  to: string;
  kinds?: readonly ActivityKindCode[];
}

/** More activities than a centre holds in several years. */
const MOST = 5000;

const findDone = ({ from, to, kinds }: ActivityRange): Promise<LectureRow[]> =>
  LectureModel.find({
    state: 'done',
    day: { $gte: from, $lte: to },
    ...(kinds === undefined ? {} : { kind: { $in: [...kinds] } }),
  })
    .sort({ day: 1, startTime: 1, _id: 1 })
    .limit(MOST)
    .lean();

/** Activities of a range of days whose record is closed, in order of time. */
export async function findActivities(range: ActivityRange): Promise<Activity[]> {
  return (await findDone(range)).map(({ _id, kind, day, title, healthDay, attendance, record }) => ({
    ...{ id: _id, kind, day, title, state: 'done' as const },
    attendance: countPersonTimes(kind, attendance?.total ?? 0, record?.values ?? {}),
    ...(healthDay === null ? {} : { healthDay }),
  }));
}

/** What was handed out at the activities of a range of days, by name. */
export async function countHandouts(from: string, to: string): Promise<{ name: string; copies: number }[]> {
  const copies = new Map<string, number>();
  for (const { record } of await findDone({ from, to }))
    for (const handout of record?.handouts ?? [])
      copies.set(handout.name, (copies.get(handout.name) ?? 0) + handout.copies);
  return [...copies].map(([name, count]) => ({ name, copies: count }));
}
