import { isOldEnough } from './booking-rules';
import table from './data/senior-physical.json';

/** How the age of 65 is counted: within the calendar year, or full years on the day of the examination. */
export type AgeBasis = 'calendarYear' | 'exactDate';

/** Least age in years for the free yearly physical (国家基本公共卫生服务规范（第三版）2017). */
export const seniorPhysicalMinAge: number = table.eligibility.minAge;

/** What to know before the examination, one spoken sentence each. */
export const seniorPhysicalPreparation: readonly string[] = table.preparation.map((row) => row.zh);

/**
 * Whether the free yearly physical for people of 65 and over is open to a person on a day.
 * Household registration plays no part; residence is checked by the centre.
 * @see 国家基本公共卫生服务规范（第三版）2017 老年人健康管理服务规范
 */
export function isSeniorPhysicalEligible(person: { birthDay: string; examDay: string; ageBasis: AgeBasis }): boolean {
  return isOldEnough({ minAge: seniorPhysicalMinAge, ageBasis: person.ageBasis }, person.birthDay, person.examDay);
}
