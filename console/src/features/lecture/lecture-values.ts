import { lectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { FieldFault } from '@linkang/shared/errors';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { faultsOfIssues } from '../../components/form-faults';
import type { LectureBody } from './use-lecture-actions';

/** What the form holds. */
export interface LectureValues {
  title: string;
  speaker: string;
  intro: string;
  place: string;
  day: Dayjs | null;
  startTime: string;
  endTime: string;
  capacity: number | null;
}

/** The form's content as plain text and numbers: for sending, comparing and keeping. */
export interface PlainLecture {
  title: string;
  speaker: string;
  intro: string;
  place: string;
  day: string;
  startTime: string;
  endTime: string;
  capacity: number;
}

/** An empty form. */
export const emptyLecture: PlainLecture = {
  title: '',
  speaker: '',
  intro: '',
  place: '',
  day: '',
  startTime: '',
  endTime: '',
  capacity: 0,
};

/** Reads the form; fields that are not there yet count as empty. */
export const plainOf = (values: Partial<LectureValues>): PlainLecture => ({
  title: values.title ?? '',
  speaker: values.speaker ?? '',
  intro: values.intro ?? '',
  place: values.place ?? '',
  day: values.day?.format('YYYY-MM-DD') ?? '',
  startTime: values.startTime ?? '',
  endTime: values.endTime ?? '',
  capacity: values.capacity ?? 0,
});

/** Fills the form. */
export const valuesOf = (plain: PlainLecture): LectureValues => ({
  ...plain,
  day: plain.day ? dayjs(plain.day) : null,
  capacity: plain.capacity || null,
});

/** The part of a stored lecture that the form changes. */
export const plainOfLecture = (lecture: Lecture): PlainLecture => {
  const { title, speaker, intro, place, day, startTime, endTime, capacity } = lecture;
  return { title, speaker, intro, place, day, startTime, endTime, capacity };
};

/** Whether two contents are the same. */
export const isSameLecture = (a: PlainLecture, b: PlainLecture): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a stored value is a content of the form. */
export const isPlainLecture = (value: unknown): value is PlainLecture =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(emptyLecture).every(([name, empty]) => typeof Reflect.get(value, name) === typeof empty);

/** Checks the form by the very schema that the server uses. */
export function checkLecture(
  plain: PlainLecture,
): { body: LectureBody; faults?: undefined } | { faults: FieldFault[] } {
  const parsed = lectureRoutes.create.body.safeParse(plain);
  return parsed.success ? { body: parsed.data } : { faults: faultsOfIssues(parsed.error.issues) };
}
