import { countPriorityPeople, priorityGroups, priorityGroupsOf } from '@linkang/shared/domain/priority-groups';
import { changed } from './table-change';

describe('priority groups', () => {
  test('several at once', () => {
    expect(priorityGroupsOf({ age: 65, enrolledHTN: true, enrolledSTROKE: true })).toEqual([
      'Elderly65',
      'Hypertension',
      'ChronicOther',
    ]);
    expect(priorityGroupsOf({ age: 64 })).toEqual([]);
    expect(priorityGroupsOf({ age: 6 })).toEqual(['Child0to6']);
    expect(priorityGroupsOf({ age: 7 })).toEqual([]);
    expect(priorityGroupsOf({ age: 30, maternalRecordOpen: true, registeredSMI: true })).toEqual([
      'Pregnant',
      'SevereMentalDisorder',
    ]);
  });

  test('each person is counted once', () => {
    const members = [
      { residentId: 'a', groups: ['Elderly65', 'Hypertension'] },
      { residentId: 'b', groups: ['Elderly65'] },
      { residentId: 'a', groups: ['Elderly65'] },
      { residentId: 'c', groups: [] },
    ];
    expect(countPriorityPeople(members)).toEqual({ people: 2, byGroup: { Elderly65: 2, Hypertension: 1 } });
  });

  test('lines are data, and sensitive groups are marked', () => {
    const from60 = changed(priorityGroups, [0, 'when', 'value'], 60);
    expect(priorityGroupsOf({ age: 62 }, from60)).toEqual(['Elderly65']);
    expect(priorityGroups.filter(({ sensitive }) => sensitive).map(({ code }) => code)).toEqual([
      'SevereMentalDisorder',
      'SpecialFamilyPlanning',
    ]);
  });
});
