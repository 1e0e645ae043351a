import { LectureModel, type ActivityRecord, type Attendance, type LectureRow } from './lecture.model';

const change = (id: string, rev: number, from: LectureRow['state'], update: object): Promise<LectureRow | null> =>
  LectureModel.findOneAndUpdate(
    { _id: id, state: from, rev },
    { ...update, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<LectureRow | null>();

/** Writes the record of an announced activity. @returns null when it was changed meanwhile, or is closed */
export const writeRecord = (id: string, rev: number, record: ActivityRecord): Promise<LectureRow | null> =>
  change(id, rev, 'published', { $set: { record, fileIds: [...new Set([...record.photoIds, ...record.pictureIds])] } });

/** Closes the record with the count of those who came. @returns null when it was changed meanwhile */
export const closeRecord = (
  id: string,
  rev: number,
  closing: { attendance: Attendance; doneAt: Date; doneBy: string },
): Promise<LectureRow | null> => change(id, rev, 'published', { $set: { ...closing, state: 'done' } });

/** Opens a closed record again. @returns null when it was changed meanwhile */
export const reopenRecord = (id: string, rev: number): Promise<LectureRow | null> =>
  change(id, rev, 'done', { $set: { state: 'published' }, $unset: { attendance: '', doneAt: '', doneBy: '' } });

/** Activities held on days of the year, called-off ones left out. */
export const findOnHealthDays = (fromDay: string, toDay: string): Promise<LectureRow[]> =>
  LectureModel.find({
    healthDay: { $type: 'string' },
    day: { $gte: fromDay, $lte: toDay },
    state: { $ne: 'cancelled' },
  })
    .sort({ day: 1, startTime: 1, _id: 1 })
    .lean<LectureRow[]>();
