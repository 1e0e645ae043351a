import { addDays, addYears, ageOn, yearOf } from './clinic-day';
import { priorityGroups, priorityGroupsOf, type PriorityGroup } from './priority-groups';
import type { Facts } from './rule-table';
import type { Membership } from './service-plan';

/** Something that is so of a person in a time, by the field of the table of groups. */
export interface DatedFact {
  field: string;
  sinceDay: string;
  untilDay?: string;
}

/** What the groups of a person follow from. */
export interface GroupFacts {
  birthDay: string;
  facts: readonly DatedFact[];
}

/** Fields that staff set, since no record of the centre says so: by the group that follows. */
const fieldsByHand = {
  Pregnant: 'maternalRecordOpen',
  Tuberculosis: 'enrolledTB',
  Copd: 'enrolledCOPD',
  Disabled: 'disabilityCertificate',
  OutOfPoverty: 'listedOutOfPoverty',
} as const;

/** A group that staff set by hand. */
export type HandGroup = keyof typeof fieldsByHand;

/** Groups that staff set by hand; all others follow from age and care programmes. */
export const handGroups = Object.keys(fieldsByHand) as [HandGroup, ...HandGroup[]];

/** What a group set by hand says, as the table of groups reads it. */
export const factOfGroup = (code: HandGroup): string => fieldsByHand[code];

/** Groups that lists and plans may name; the others are marks of the record that need a right of their own. */
export const openGroups: readonly PriorityGroup[] = priorityGroups.filter(({ sensitive }) => sensitive !== true);

/** The name of a group. */
export const groupName = (code: string): string => priorityGroups.find((group) => group.code === code)?.name ?? code;

const holdsOn = ({ sinceDay, untilDay }: DatedFact, day: string): boolean =>
  sinceDay <= day && (untilDay === undefined || day <= untilDay);

const factsOn = ({ birthDay, facts }: GroupFacts, day: string): Facts => ({
  age: ageOn(birthDay, day),
  ...Object.fromEntries(facts.filter((fact) => holdsOn(fact, day)).map(({ field }) => [field, true])),
});

/** Codes of the groups of a person on a day. */
export const groupsOn = (person: GroupFacts, day: string): string[] =>
  priorityGroupsOf(factsOn(person, day), openGroups);

/** Days from which on something may be different: birthdays, and where a fact begins or has ended. */
function turns({ birthDay, facts }: GroupFacts, fromDay: string, toDay: string): string[] {
  const birthdays = Array.from({ length: yearOf(toDay) - yearOf(fromDay) + 1 }, (_, n) =>
    addYears(birthDay, yearOf(fromDay) + n - yearOf(birthDay)),
  );
  const ends = facts.flatMap(({ sinceDay, untilDay }) => [
    sinceDay,
    ...(untilDay === undefined ? [] : [addDays(untilDay, 1)]),
  ]);
  const inside = [...birthdays, ...ends].filter((day) => day > fromDay && day <= toDay);
  return [fromDay, ...[...new Set(inside)].sort()];
}

/**
 * The groups of a person in a time, each with its first day and, where it ends before the time does, its last. Several
 * at once are usual. What the table says decides; here is only when it is asked.
 */
export function membershipsIn(person: GroupFacts, fromDay: string, toDay: string): Membership[] {
  const done: Membership[] = [];
  const running = new Map<string, string>();
  for (const day of turns(person, fromDay, toDay)) {
    const codes = groupsOn(person, day);
    for (const [code, sinceDay] of [...running])
      if (!codes.includes(code)) {
        done.push({ code, sinceDay, untilDay: addDays(day, -1) });
        running.delete(code);
      }
    for (const code of codes) if (!running.has(code)) running.set(code, day);
  }
  const last = [...running].map(([code, sinceDay]) => ({ code, sinceDay }));
  return [...done, ...last].sort((a, b) => a.sinceDay.localeCompare(b.sinceDay) || a.code.localeCompare(b.code));
}
