import { lectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { activityKinds, isHealthDay, type ActivityKindCode } from '@linkang/shared/domain/activity-kinds';
import { isDay } from '@linkang/shared/domain/clinic-day';
import type { FieldFault } from '@linkang/shared/errors';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { faultsOfIssues } from '../../components/form-faults';
import type { LectureBody } from './use-lecture-actions';

/** Fields that are text in the form and on the wire. */
interface LectureTexts {
  kind: ActivityKindCode;
  title: string;
  speaker: string;
  intro: string;
  place: string;
  partner: string;
  audience: string;
  /** Degrees as they were typed; empty where it is at the centre. */
  latitude: string;
  longitude: string;
}

/** What the form holds. */
export interface LectureValues extends LectureTexts {
  healthDay: string | null;
  day: Dayjs | null;
  startTime: string;
  endTime: string;
  capacity: number | null;
}

/** The form's content as plain text and numbers: for sending, comparing and keeping. */
export interface PlainLecture extends LectureTexts {
  /** Empty where it is held on none. */
  healthDay: string;
  day: string;
  startTime: string;
  endTime: string;
  capacity: number;
}

/** An empty form. */
export const emptyLecture: PlainLecture = {
  kind: 'LECTURE',
  title: '',
  speaker: '',
  intro: '',
  place: '',
  partner: '',
  audience: '',
  healthDay: '',
  latitude: '',
  longitude: '',
  day: '',
  startTime: '',
  endTime: '',
  capacity: 0,
};

/** Reads the form; fields that are not there yet count as empty. */
export const plainOf = (values: Partial<LectureValues>): PlainLecture => {
  const { day, capacity, ...given } = values;
  const texts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
  return { ...emptyLecture, ...texts, day: day?.format('YYYY-MM-DD') ?? '', capacity: capacity ?? 0 };
};

/** Fills the form. */
export const valuesOf = (plain: PlainLecture): LectureValues => ({
  ...plain,
  healthDay: plain.healthDay || null,
  day: plain.day ? dayjs(plain.day) : null,
  capacity: plain.capacity || null,
});

const degreesOf = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** The part of a stored lecture that the form changes. */
export const plainOfLecture = (lecture: Lecture): PlainLecture => {
  const { kind, title, speaker, intro, place, partner, audience, day, startTime, endTime, capacity } = lecture;
  const { healthDay, location } = lecture;
  return {
    ...{ kind, title, speaker, intro, place, partner, audience },
    healthDay: healthDay ?? '',
    latitude: degreesOf(location?.latitude),
    longitude: degreesOf(location?.longitude),
    ...{ day, startTime, endTime, capacity },
  };
};

/** A new lecture as an address asks for it: of a kind, on a health day. */
export function plainOfSearch(search: URLSearchParams): PlainLecture {
  const kind = activityKinds.find((code) => code === search.get('kind')) ?? 'LECTURE';
  const healthDay = search.get('healthDay') ?? '';
  const day = search.get('day') ?? '';
  if (!isHealthDay(healthDay)) return { ...emptyLecture, kind };
  const title = `${healthDay}${kind === 'LECTURE' ? '健康讲座' : '主题宣传和咨询'}`;
  return { ...emptyLecture, kind, healthDay, title, audience: '辖区居民', day: isDay(day) ? day : '' };
}

/** Whether two contents are the same. */
export const isSameLecture = (a: PlainLecture, b: PlainLecture): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a stored value is a content of the form. */
export const isPlainLecture = (value: unknown): value is PlainLecture =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(emptyLecture).every(([name, empty]) => typeof Reflect.get(value, name) === typeof empty);

/** Beside which field of the form a fault of the body is shown. */
export const formFieldOf: Readonly<Record<string, string>> = {
  'location.latitude': 'latitude',
  'location.longitude': 'longitude',
};

/** A coordinate as a number; of two either both are given or none. */
const numberOf = (degrees: string): number => (degrees === '' ? Number.NaN : Number(degrees));

/** Checks the form by the very schema that the server uses. */
export function checkLecture({
  latitude,
  longitude,
  healthDay,
  ...plain
}: PlainLecture): { body: LectureBody; faults?: undefined } | { faults: FieldFault[] } {
  const isAtCentre = latitude === '' && longitude === '';
  const parsed = lectureRoutes.create.body.safeParse({
    ...plain,
    healthDay: healthDay === '' ? null : healthDay,
    location: isAtCentre ? null : { latitude: numberOf(latitude), longitude: numberOf(longitude) },
  });
  return parsed.success ? { body: parsed.data } : { faults: faultsOfIssues(parsed.error.issues) };
}
