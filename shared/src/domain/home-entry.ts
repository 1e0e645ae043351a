import { addDays, dayOf } from './clinic-day';
import type { HomeKind, TeamTask } from './home-table';

/** How many days later a reading can still be put down. */
export const TAKEN_WITHIN_DAYS = 7;

/** How far a phone's clock may be ahead, in minutes. */
const AHEAD_MINUTES = 10;

/** How long whoever put a reading down can take it back, in hours. */
export const WITHDRAW_HOURS = 24;

/** Longest note to a reading, in characters. */
export const READING_NOTE_MAX = 100;

/** Longest reason for a line of one's own, and longest note to an alert, in characters. */
export const MEASUREMENT_WORDS_MAX = 200;

/** Days that one list of readings can span. */
export const MEASUREMENT_SPAN_DAYS = 92;

/** Readings that one list holds. */
export const MEASUREMENT_LIST_MAX = 400;

/** The kinds in the order in which people choose them. */
export const homeKinds = ['bloodPressure', 'glucose', 'weight', 'temperature'] as const satisfies readonly HomeKind[];

/** Why a time of measuring is refused. */
export type TakenFault = 'FUTURE' | 'TOO_OLD';

/** What is said of it. */
export const takenFaults: Readonly<Record<TakenFault, string>> = {
  FUTURE: '这个时间还没到，请核对日期和时间',
  TOO_OLD: `只能补记${TAKEN_WITHIN_DAYS}天以内的，请核对日期`,
};

/** Checks when something was measured; undefined when it may stand. */
export function findTakenFault(takenAt: Date, now: Date): TakenFault | undefined {
  if (takenAt.getTime() > now.getTime() + AHEAD_MINUTES * 60_000) return 'FUTURE';
  return dayOf(takenAt) < addDays(dayOf(now), -TAKEN_WITHIN_DAYS) ? 'TOO_OLD' : undefined;
}

/** What the team does about a reading, in words for the team (产品规则). */
export const teamSays: Readonly<Record<Exclude<TeamTask, 'none'>, string>> = {
  call: '今天就打电话：问有没有不舒服，请他休息后复测；有危险症状叫120。',
  list: '看一看居民自己量的数，需要就打电话，或约来复诊。',
};

/** How serious a reading is, in one word beside its colour. */
export const levelNames = {
  normal: '正常',
  watch: '留意',
  tellDoctor: '告诉医生',
  urgent: '要紧',
  emergency: '危险',
} as const;
