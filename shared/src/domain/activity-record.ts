import { activityFieldsOf } from './activity-kinds';
import { educationActivities } from './tables/education-activities';
import { educationMinimums } from './tables/education-minimums';

/** What staff write down of a kind, besides what the activity and its lists say already. */
export interface RecordField {
  code: string;
  name: string;
  type: 'count' | 'score' | 'words';
}

/** A field that was filled in wrongly. */
export interface RecordFault {
  field: string;
  code: 'UNKNOWN' | 'TYPE' | 'TOO_SMALL' | 'TOO_LARGE' | 'TOO_LONG';
}

/** Values of a record by the codes of their fields. */
export type RecordValues = Readonly<Record<string, string | number>>;

/** Longest words of a field. */
export const RECORD_WORDS_MAX = 200;
/** Largest number of a field. */
export const RECORD_COUNT_MAX = 100_000;
const SCORE_MAX = 100;

/** Said by the activity itself, counted from its lists, or kept for every kind. */
const elsewhere: ReadonlySet<string> = new Set([
  ...['topic', 'speaker', 'place', 'capacity', 'healthDay', 'partner', 'audience'],
  ...['signIn', 'attendance', 'satisfaction', 'materials'],
]);
const words: ReadonlySet<string> = new Set(['doctors', 'item', 'questionSet', 'group', 'route']);
const scores: ReadonlySet<string> = new Set(['meanScore']);

const typeOf = (code: string): RecordField['type'] => {
  if (words.has(code)) return 'words';
  return scores.has(code) ? 'score' : 'count';
};

/** The fields of a kind that staff fill in (国家基本公共卫生服务规范（第三版）2017 健康教育服务规范). */
export const recordFieldsOf = (kind: string): RecordField[] =>
  activityFieldsOf(kind)
    .filter((code) => !elsewhere.has(code))
    .map((code) => ({ code, name: educationActivities.fieldNames[code] ?? code, type: typeOf(code) }));

function faultOf(field: RecordField | undefined, value: string | number): RecordFault['code'] | undefined {
  if (!field) return 'UNKNOWN';
  if (field.type === 'words') {
    if (typeof value !== 'string') return 'TYPE';
    return value.length > RECORD_WORDS_MAX ? 'TOO_LONG' : undefined;
  }
  if (typeof value !== 'number') return 'TYPE';
  if (field.type === 'count' && !Number.isInteger(value)) return 'TYPE';
  if (value < 0) return 'TOO_SMALL';
  return value > (field.type === 'score' ? SCORE_MAX : RECORD_COUNT_MAX) ? 'TOO_LARGE' : undefined;
}

/** Parts of those who were screened. */
const partsOfScreened = ['abnormal', 'referred'] as const;

/** What is wrong with the values of a kind; none of them has to be there. */
export function checkRecordValues(kind: string, values: RecordValues): RecordFault[] {
  const fields = new Map(recordFieldsOf(kind).map((field) => [field.code, field]));
  const faults = Object.entries(values).flatMap(([field, value]): RecordFault[] => {
    const code = faultOf(fields.get(field), value);
    return code === undefined ? [] : [{ field, code }];
  });
  const { screened } = values;
  const tooMany = partsOfScreened.filter((part) => Number(values[part] ?? 0) > Number(screened));
  if (faults.length > 0 || screened === undefined) return faults;
  return tooMany.map((field) => ({ field, code: 'TOO_LARGE' }));
}

/** Which field of a kind counts the people whom it served. */
const servedFields: Readonly<Record<string, string>> = {
  FREE_CLINIC: 'servedPersonTimes',
  THEME_DAY: 'consultedPersons',
  SCREENING: 'screened',
  QUIZ: 'participants',
};

/** Person-times of an activity. Whoever was served may have signed in as well: the larger counts, not the sum. */
export const countPersonTimes = (kind: string, came: number, values: RecordValues): number =>
  Math.max(came, Number(values[servedFields[kind] ?? ''] ?? 0));

/** What there is of an activity's file. */
export interface EvidenceFacts {
  day: string;
  place: string;
  topic: string;
  speaker: string;
  personTimes: number;
  /** Somebody signed in by name, or on paper. */
  signedIn: boolean;
  photos: number;
  materials: number;
  summary: string;
}

const isThere: Readonly<Record<string, (facts: EvidenceFacts) => boolean>> = {
  日期: ({ day }) => day !== '',
  地点: ({ place }) => place !== '',
  主题: ({ topic }) => topic !== '',
  主讲人: ({ speaker }) => speaker !== '',
  参加人数: ({ personTimes }) => personTimes > 0,
  签到表: ({ signedIn }) => signedIn,
  照片: ({ photos }) => photos > 0,
  资料: ({ materials }) => materials > 0,
  小结: ({ summary }) => summary !== '',
};

/** What an activity's file (活动记录表) lacks of the national list, in its order. */
export const missingEvidence = (facts: EvidenceFacts): string[] =>
  educationMinimums.evidence.filter((name) => !isThere[name]?.(facts));
