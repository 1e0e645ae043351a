import {
  groupName,
  groupsOn,
  handGroups,
  factOfGroup,
  membershipsIn,
  openGroups,
} from '@linkang/shared/domain/group-memberships';
import { priorityGroups } from '@linkang/shared/domain/priority-groups';

const year = ['2026-03-01', '2027-02-28'] as const;
const fact = (field: string, sinceDay: string, untilDay?: string) => ({
  field,
  sinceDay,
  ...(untilDay === undefined ? {} : { untilDay }),
});

it('begins a group on the birthday, and ends one on the day before', () => {
  expect(membershipsIn({ birthDay: '1961-06-04', facts: [] }, ...year)).toEqual([
    { code: 'Elderly65', sinceDay: '2026-06-04' },
  ]);
  expect(membershipsIn({ birthDay: '1950-06-04', facts: [] }, ...year)).toEqual([
    { code: 'Elderly65', sinceDay: '2026-03-01' },
  ]);
  expect(membershipsIn({ birthDay: '2019-06-04', facts: [] }, ...year)).toEqual([
    { code: 'Child0to6', sinceDay: '2026-03-01', untilDay: '2026-06-03' },
  ]);
  // Born on 29 February: 1 March in a common year.
  expect(membershipsIn({ birthDay: '1964-02-29', facts: [] }, '2028-03-01', '2029-12-31')).toEqual([
    { code: 'Elderly65', sinceDay: '2029-03-01' },
  ]);
});

it('follows programmes and what staff set, several at once, also in and out and in again', () => {
  const person = {
    birthDay: '1950-06-04',
    facts: [
      fact('enrolledHTN', '2025-01-01'),
      fact('disabilityCertificate', '2026-05-01', '2026-05-31'),
      fact('disabilityCertificate', '2026-08-01'),
    ],
  };
  expect(membershipsIn(person, ...year)).toEqual([
    { code: 'Elderly65', sinceDay: '2026-03-01' },
    { code: 'Hypertension', sinceDay: '2026-03-01' },
    { code: 'Disabled', sinceDay: '2026-05-01', untilDay: '2026-05-31' },
    { code: 'Disabled', sinceDay: '2026-08-01' },
  ]);
  expect(groupsOn(person, '2026-05-31')).toEqual(['Elderly65', 'Hypertension', 'Disabled']);
  expect(groupsOn(person, '2026-06-01')).toEqual(['Elderly65', 'Hypertension']);
});

it('never tells of the groups that need a right of their own', () => {
  const facts = [fact('registeredSMI', '2020-01-01'), fact('listedSpecialFamilyPlanning', '2020-01-01')];
  expect(membershipsIn({ birthDay: '1980-01-01', facts }, ...year)).toEqual([]);
  expect(openGroups).toHaveLength(priorityGroups.length - 2);
});

it.each(handGroups)('%s set by hand is the group of that name', (code) => {
  const facts = [fact(factOfGroup(code), '2026-01-01')];
  expect(groupsOn({ birthDay: '1980-01-01', facts }, '2026-06-04')).toEqual([code]);
  expect(groupName(code)).not.toBe(code);
});
