import type { Module } from '../../platform/module';
import { countComing, insertLecture, type LectureContent } from './lecture.model';
import { lectureData, lectureMerging, lectureServed, lectureStore } from './lecture.personal';
import { buildLectureHandlers } from './lecture.router';
import { openPublished, reconcileLectures } from './lecture.service';

export { findNews, settleNews, type News } from './lecture.news';
export { createDemoActivities } from './lecture.demo';
export { countHandouts, findActivities, type Activity, type ActivityRange } from './lecture.figures';

/** Lectures still to come from a day on. */
export const countComingLectures = (today: string): Promise<number> => countComing(today);

const plainLecture = { kind: 'LECTURE', location: null, partner: '', audience: '', healthDay: null } as const;

/** Announces a lecture of the demo, once for an id. */
export async function createDemoLecture(
  id: string,
  content: Omit<LectureContent, keyof typeof plainLecture>,
  createdBy: string,
  now: Date,
): Promise<void> {
  await insertLecture({ _id: id, ...plainLecture, ...content, state: 'published', opened: false, createdBy, rev: 0 });
  await openPublished(now);
}

/** Lectures and their registration. */
export const lectureModule: Module = {
  feature: 'lecture',
  handlers: buildLectureHandlers,
  personalData: lectureData,
  personalStores: [lectureStore],
  merging: lectureMerging,
  served: lectureServed,
  jobs: (deps) => [
    { name: 'reconcileLectures', pattern: '15 * * * * *', leaseMs: 10_000, run: () => reconcileLectures(deps) },
  ],
};
