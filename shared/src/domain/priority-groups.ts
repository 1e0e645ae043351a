import type { Confidence } from './chronic-table';
import table from './data/priority-groups.json';
import { holds, type Condition, type Facts } from './rule-table';

/** A group of people whom the family doctors sign first. */
export interface PriorityGroup {
  code: string;
  name: string;
  /** Over `age` in full years and what the records say of the person. */
  when: Condition;
  basis: string;
  confidence: Confidence;
  /** Only for staff with the right to know. */
  sensitive?: boolean;
}

/** The priority groups (国卫基层发〔2022〕10号; 国家基本公共卫生服务规范（第三版）2017). */
export const priorityGroups = table.groups as readonly PriorityGroup[];

/** Codes of every group to which somebody belongs; several at once are usual. */
export const priorityGroupsOf = (facts: Facts, groups: readonly PriorityGroup[] = priorityGroups): string[] =>
  groups.filter(({ when }) => holds(when, facts)).map(({ code }) => code);

/** How many people are in any group, each counted once, and how many in each. */
export interface GroupCount {
  people: number;
  byGroup: Readonly<Record<string, number>>;
}

/** Counts distinct people: a 70-year-old with hypertension is one person in two groups. */
export function countPriorityPeople(members: readonly { residentId: string; groups: readonly string[] }[]): GroupCount {
  const everyone = new Set<string>();
  const byGroup = new Map<string, Set<string>>();
  for (const { residentId, groups } of members) {
    for (const group of groups) {
      everyone.add(residentId);
      byGroup.set(group, (byGroup.get(group) ?? new Set()).add(residentId));
    }
  }
  return {
    people: everyone.size,
    byGroup: Object.fromEntries([...byGroup].map(([group, people]) => [group, people.size])),
  };
}
