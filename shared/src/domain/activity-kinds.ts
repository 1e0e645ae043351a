import type { ActivityKind } from './education-tables';
import { educationActivities } from './tables/education-activities';
import { healthDays } from './tables/health-days';

/** Kinds of activities that people come to; boards, leaflets and posts of the table are none. */
export const activityKinds = [
  'LECTURE',
  'FREE_CLINIC',
  'THEME_DAY',
  'SCREENING',
  'SCHOOL',
  'QUIZ',
  'TRAINING',
  'EXERCISE',
] as const;

/** A kind of activity that people come to. */
export type ActivityKindCode = (typeof activityKinds)[number];

const rowOf = (kind: string): ActivityKind => {
  const row = educationActivities.kinds.find(({ code }) => code === kind);
  if (!row) throw new Error(`unknown kind of activity ${kind}`);
  return row;
};

/** What a kind is called. @throws Error for a kind that is not in the table */
export const activityKindName = (kind: string): string => rowOf(kind).name;

/** Codes of what is written down of a kind. @throws Error for a kind that is not in the table */
export const activityFieldsOf = (kind: string): readonly string[] => rowOf(kind).fields;

const dayNames: ReadonlySet<string> = new Set([...healthDays.days, ...healthDays.months].map(({ name }) => name));

/** Whether the table of health days has one of this name. */
export const isHealthDay = (name: string): boolean => dayNames.has(name);
