import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { checkRecordValues, countPersonTimes, missingEvidence } from '@linkang/shared/domain/activity-record';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { findReadableTitles } from '../article';
import { pictureUrl, useFiles } from '../file';
import { staffNames } from '../staff';
import { countAttendance } from './attendance.counts';
import { loadAnnounced } from './attendance.service';
import { feedbackPlace, findFeedback } from './feedback.model';
import type { ActivityRecord, Attendance, LectureRow } from './lecture.model';
import { canWrite } from './lecture.policy';
import { closeRecord, reopenRecord, writeRecord } from './record.model';

type StaffRequest = RequestInfo<StaffActor>;
type Shown = Reply<LectureRoutes['record']>;
type Written = Omit<Input<LectureRoutes['saveRecord']>['body'], 'rev'>;

const emptyRecord: Omit<ActivityRecord, 'by' | 'at'> = {
  values: {},
  handouts: [],
  photoIds: [],
  photosAllowed: false,
  paperSheet: false,
  summary: '',
  articleIds: [],
  pictureIds: [],
};

const isOver = ({ day, endTime }: LectureRow, now: Date): boolean => now >= instantOf(day, endTime);

/** What people said: three counts, and the words in an order that does not say who was when. */
async function readFeedback({ keyring }: Deps, id: string): Promise<Shown['feedback']> {
  const rows = await findFeedback(id);
  const count = (rating: 'good' | 'fair' | 'poor'): number => rows.filter((row) => row.rating === rating).length;
  const words = rows.flatMap((row) => (row.words ? [keyring.decrypt(row.words, feedbackPlace(row._id))] : []));
  return { good: count('good'), fair: count('fair'), poor: count('poor'), words: words.sort() };
}

/** What the national list of evidence asks for and the activity lacks. */
const lacks = (lecture: LectureRow, record: typeof emptyRecord, counts: Attendance, personTimes: number): string[] =>
  missingEvidence({
    day: lecture.day,
    place: lecture.place,
    topic: lecture.title,
    speaker: lecture.speaker,
    personTimes,
    signedIn: record.paperSheet || counts.registered + counts.walkIns > 0,
    photos: record.photoIds.length,
    materials: record.handouts.length + record.articleIds.length + record.pictureIds.length,
    summary: record.summary,
  });

const picture = (id: string) => ({ id, url: pictureUrl(id) });

async function present(deps: Deps, lecture: LectureRow, { actor, now }: StaffRequest): Promise<Shown> {
  const record = lecture.record ?? emptyRecord;
  const [counts, feedback, articles, names] = await Promise.all([
    lecture.attendance ?? countAttendance(lecture._id),
    readFeedback(deps, lecture._id),
    findReadableTitles(record.articleIds),
    staffNames(lecture.doneBy === undefined ? [] : [lecture.doneBy]),
  ]);
  const personTimes = countPersonTimes(lecture.kind, counts.total, record.values);
  const { values, handouts, photosAllowed, paperSheet, summary } = record;
  const isOpen = lecture.state === 'published';
  return {
    ...{ values, handouts, photosAllowed, paperSheet, summary, articles, counts, personTimes, feedback },
    photos: record.photoIds.map(picture),
    pictures: record.pictureIds.map(picture),
    missing: lacks(lecture, record, counts, personTimes),
    doneAt: lecture.doneAt?.toISOString() ?? null,
    doneByName: names.get(lecture.doneBy ?? '') ?? null,
    can: {
      save: isOpen,
      finish: isOpen && isOver(lecture, now),
      reopen: lecture.state === 'done' && canWrite(actor),
    },
    rev: lecture.rev,
  };
}

/** An activity's file. @throws NOT_FOUND */
export const readRecord = async (deps: Deps, id: string, request: StaffRequest): Promise<Shown> =>
  present(deps, await loadAnnounced(id), request);

/** Files that are taken into the record now. @throws VALIDATION_FAILED for those that are not there */
async function holdFiles({ photoIds, pictureIds }: Written, now: Date): Promise<void> {
  const found = await useFiles([...photoIds, ...pictureIds], now);
  const faults = (field: string, ids: readonly string[]) =>
    ids.flatMap((id, index) => (found.has(id) ? [] : [fieldFault(`body.${field}[${index}]`, 'UNKNOWN')]));
  const fields = [...faults('photoIds', photoIds), ...faults('pictureIds', pictureIds)];
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
}

/** @throws VALIDATION_FAILED for values that the kind does not have, and articles that nobody can read */
async function assertFits({ kind }: LectureRow, { values, articleIds }: Written): Promise<void> {
  const known = new Set((await findReadableTitles(articleIds)).map(({ id }) => id));
  const fields = [
    ...checkRecordValues(kind, values).map(({ field, code }) => fieldFault(`body.values.${field}`, code)),
    ...articleIds.flatMap((id, index) => (known.has(id) ? [] : [fieldFault(`body.articleIds[${index}]`, 'UNKNOWN')])),
  ];
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
}

const closed = (): AppError =>
  new AppError('STATE_CONFLICT', { detail: '这份记录刚刚有人改过，或者已经归档了，请刷新看看。' });

/** Writes into an activity's file. @throws NOT_FOUND, VALIDATION_FAILED, STATE_CONFLICT */
export async function saveRecord(
  deps: Deps,
  id: string,
  { rev, ...written }: Input<LectureRoutes['saveRecord']>['body'],
  request: StaffRequest,
): Promise<Shown> {
  const { actor, now } = request;
  const lecture = await loadAnnounced(id);
  await assertFits(lecture, written);
  await holdFiles(written, now);
  const saved = await writeRecord(id, rev, { ...written, by: actor.accountId, at: now });
  if (!saved) throw closed();
  return present(deps, saved, request);
}

/** Closes an activity's file; who came is counted now. @throws NOT_FOUND, STATE_CONFLICT */
export async function finishRecord(deps: Deps, id: string, rev: number, request: StaffRequest): Promise<Shown> {
  const { actor, now } = request;
  const lecture = await loadAnnounced(id);
  if (lecture.state === 'published' && !isOver(lecture, now))
    throw new AppError('STATE_CONFLICT', { detail: '活动还没结束，结束以后再归档。' });
  if (lecture.state === 'published' && !lecture.record?.summary)
    throw new AppError('STATE_CONFLICT', { detail: '请先写小结并保存，再归档。' });
  const attendance = await countAttendance(id);
  const done = await closeRecord(id, rev, { attendance, doneAt: now, doneBy: actor.accountId });
  if (!done) throw closed();
  return present(deps, done, request);
}

/** Opens a closed file again. @throws NOT_FOUND, STATE_CONFLICT */
export async function reopen(deps: Deps, id: string, rev: number, request: StaffRequest): Promise<Shown> {
  await loadAnnounced(id);
  const opened = await reopenRecord(id, rev);
  if (!opened) throw closed();
  return present(deps, opened, request);
}
