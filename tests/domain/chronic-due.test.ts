import { careYearOf, missingExamParts } from '@linkang/shared/domain/chronic-care';
import {
  combineVisits,
  dueDaysOf,
  dueRule,
  dueStatusNames,
  dueStatusOf,
  referralCheckDays,
} from '@linkang/shared/domain/chronic-due';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';

const { HTN, CHD } = chronicProgrammes;

describe('how a follow-up stands', () => {
  const statusOn = (today: string, failedAttempts: Date[] = [], rule = dueRule) =>
    dueStatusOf({ dueDay: '2026-03-05', failedAttempts }, today, rule);

  test.each([
    ['2026-02-25', 'upcoming'],
    ['2026-02-26', 'due'],
    ['2026-03-05', 'due'],
    ['2026-03-06', 'overdue'],
  ])('%s: %s', (today, status) => expect(statusOn(today)).toBe(status));

  test('three attempts on different days in Shanghai make somebody lost', () => {
    const at = (...texts: string[]) => texts.map((text) => new Date(text));
    // 15:59Z and 16:01Z are two days in Shanghai.
    const days = at('2026-03-05T15:59:00Z', '2026-03-05T16:01:00Z');
    expect(statusOn('2026-03-08', days)).toBe('overdue');
    expect(statusOn('2026-03-08', [...days, ...at('2026-03-06T02:00:00Z')])).toBe('overdue');
    expect(statusOn('2026-03-08', [...days, ...at('2026-03-07T02:00:00Z')])).toBe('lost');
  });

  test('the rule is data', () => {
    expect(statusOn('2026-02-25', [], { ...dueRule, dueWindowDays: 8 })).toBe('due');
    expect(statusOn('2026-03-08', [new Date()], { ...dueRule, lostAfterAttempts: 1 })).toBe('lost');
    expect(dueRule).toMatchObject({ dueWindowDays: 7, lostAfterAttempts: 3 });
    expect(referralCheckDays).toBe(14);
    expect(dueStatusNames.overdue).toBe('已超期');
  });

  test('the days of a state are exactly those with the state', () => {
    for (const status of ['upcoming', 'due', 'overdue'] as const) {
      const { fromDay = '0000-01-01', toDay = '9999-12-31' } = dueDaysOf(status, '2026-03-05');
      for (let offset = -10; offset <= 10; offset += 1) {
        const dueDay = addDays('2026-03-05', offset);
        const isIn = dueDay >= fromDay && dueDay <= toDay;
        expect([dueDay, isIn]).toEqual([dueDay, dueStatusOf({ dueDay, failedAttempts: [] }, '2026-03-05') === status]);
      }
    }
  });
});

describe('several programmes', () => {
  test('one visit a person, on the earliest day, the soonest person first', () => {
    const owed = [
      { residentId: 'b', programme: 'HTN', dueDay: '2026-03-02' },
      { residentId: 'a', programme: 'T2DM', dueDay: '2026-03-09' },
      { residentId: 'a', programme: 'HTN', dueDay: '2026-03-01' },
      { residentId: 'a', programme: 'HTN', dueDay: '2026-04-01' },
    ];
    expect(combineVisits(owed)).toEqual([
      { residentId: 'a', dueDay: '2026-03-01', programmes: ['HTN', 'T2DM'] },
      { residentId: 'b', dueDay: '2026-03-02', programmes: ['HTN'] },
    ]);
    expect(owed[0]?.residentId).toBe('b');
  });
});

describe('the yearly check', () => {
  const htnCodes =
    'TEMP PULSE RESP SBP_L DBP_L HEIGHT WEIGHT WAIST SKIN LYMPH HEART LUNG ABD ORAL VISION HEAR MOTOR'.split(' ');

  test('counts when every part is there; one arm is enough', () => {
    expect(missingExamParts(HTN.yearlyExam, htnCodes)).toEqual([]);
    expect(missingExamParts(HTN.yearlyExam, [...htnCodes.filter((code) => !code.endsWith('_L')), 'SBP_R'])).toEqual([
      '血压',
    ]);
    expect(missingExamParts(HTN.yearlyExam, htnCodes.slice(2))).toEqual(['体温', '脉搏']);
    expect(missingExamParts(chronicProgrammes.T2DM.yearlyExam, htnCodes)).toEqual(['空腹血糖', '足背动脉搏动']);
  });

  const year = { year: 2026, enrolledDay: '2020-01-01', yearlyExamDays: ['2026-05-05'] };
  const quarterly = ['2026-02-01', '2026-05-05', '2026-08-01', '2026-11-01'];

  test('four visits in four quarters and the check are the standard', () => {
    expect(careYearOf(HTN, { ...year, followUpDays: quarterly })).toEqual({
      done: 4,
      owed: 4,
      emptyQuarters: [],
      isExamDone: true,
      isToStandard: true,
    });
    const twice = ['2026-02-01', '2026-03-01', '2026-08-01', '2026-11-01'];
    expect(careYearOf(HTN, { ...year, followUpDays: twice })).toMatchObject({
      emptyQuarters: [2],
      isToStandard: false,
    });
    expect(careYearOf(HTN, { ...year, followUpDays: quarterly, yearlyExamDays: ['2025-12-31'] })).toMatchObject({
      isExamDone: false,
      isToStandard: false,
    });
  });

  test('who came in during the year owes the quarters from then on', () => {
    const input = { ...year, enrolledDay: '2026-07-01', followUpDays: quarterly };
    expect(careYearOf(HTN, input)).toMatchObject({ owed: 2, done: 2, isToStandard: true });
    expect(careYearOf(HTN, { ...input, enrolledDay: '2027-01-01' })).toMatchObject({ owed: 0, isToStandard: false });
  });

  test('a local programme without a check asks for none; its number of visits is data', () => {
    expect(careYearOf(CHD, { ...year, followUpDays: quarterly, yearlyExamDays: [] })).toMatchObject({
      isToStandard: true,
    });
    const six = { ...CHD, minFollowUpsPerYear: 6 };
    expect(careYearOf(six, { ...year, followUpDays: quarterly })).toMatchObject({ owed: 6, isToStandard: false });
  });
});
