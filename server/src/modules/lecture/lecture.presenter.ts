import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { presentCheck } from '../../platform/content-check';
import type { LectureRow } from './lecture.model';

/** How an activity stands for those who look at it. */
export const stateOf = (lecture: LectureRow, remaining: number, now: Date): Lecture['state'] => {
  if (lecture.state !== 'published') return lecture.state;
  if (now >= instantOf(lecture.day, lecture.startTime)) return 'ended';
  return remaining > 0 ? 'open' : 'full';
};

/** A lecture with the seats left; what WeChat says of it is for those who write. */
export function presentLecture(lecture: LectureRow, remaining: number, now: Date, forWriters: boolean): Lecture {
  const { _id, kind, title, intro, speaker, day, startTime, endTime, place, capacity, rev } = lecture;
  const { location, partner, audience, healthDay } = lecture;
  const state = stateOf(lecture, remaining, now);
  return {
    id: _id,
    kind,
    title,
    intro,
    speaker,
    day,
    startTime,
    endTime,
    place,
    location,
    partner,
    audience,
    healthDay,
    capacity,
    remaining: state === 'open' || state === 'full' ? remaining : 0,
    state,
    sessionId: lecture.state === 'draft' ? null : _id,
    rev,
    ...(forWriters ? presentCheck(lecture) : {}),
  };
}
