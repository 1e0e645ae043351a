import { activityKindName, activityKinds } from '@linkang/shared/domain/activity-kinds';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { dayText, spanText } from '../../components/words';

/** When and where an activity is: `6月12日 周五 09:00–10:00 · 三楼健康教育室`. */
export const whenAndWhere = (lecture: Pick<Lecture, 'day' | 'startTime' | 'endTime' | 'place'>): string =>
  `${dayText(lecture.day)} ${spanText(lecture)} · ${lecture.place}`;

/** The kinds of activities for a choice. */
export const kindOptions = activityKinds.map((value) => ({ value, label: activityKindName(value) }));

/** Key of what is known of an activity's attendance. */
export const attendanceKey = (id: string) => ['lecture-attendance', id] as const;

/** Key of an activity's file. */
export const recordKey = (id: string) => ['lecture-record', id] as const;
