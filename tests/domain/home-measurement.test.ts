import {
  assessReading,
  assessWeek,
  checkPersonalLimit,
  checkReading,
  limitsFor,
  trendOf,
  trendRule,
  type DayReading,
  type HomePerson,
  type ReadingValues,
} from '@linkang/shared/domain/home-measurement';
import { addDays } from '@linkang/shared/domain/clinic-day';
import type { HomeTable } from '@linkang/shared/domain/home-table';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { homeBloodPressure } from '@linkang/shared/domain/tables/home-blood-pressure';
import { homeGlucose } from '@linkang/shared/domain/tables/home-glucose';
import { homeTemperature } from '@linkang/shared/domain/tables/home-temperature';
import { homeWeight } from '@linkang/shared/domain/tables/home-weight';
import { changed } from './table-change';

const person = (facts: HomePerson['facts'] = {}, limits: HomePerson['limits'] = {}): HomePerson => ({ facts, limits });
const level = (table: HomeTable, values: ReadingValues, who = person()): string => {
  const alert = assessReading(table, values, who);
  return `${alert.level} ${alert.ruleId}`;
};

describe('one reading of blood pressure', () => {
  test.each([
    [{ sbp: 134, dbp: 84 }, {}, 'normal BP8'],
    [{ sbp: 135, dbp: 84 }, {}, 'watch BP7'],
    [{ sbp: 134, dbp: 85 }, {}, 'watch BP7'],
    [{ sbp: 179, dbp: 109 }, {}, 'watch BP7'],
    [{ sbp: 180, dbp: 90 }, {}, 'urgent BP3'],
    [{ sbp: 150, dbp: 110 }, {}, 'urgent BP3'],
    [{ sbp: 89, dbp: 61 }, {}, 'watch BP5'],
    [{ sbp: 100, dbp: 59 }, {}, 'watch BP5'],
    [{ sbp: 120, dbp: 70, dangerSigns: ['胸痛'] }, {}, 'emergency BP1'],
    [{ sbp: 120, dbp: 70, dangerSigns: ['无'] }, {}, 'normal BP8'],
    [{ sbp: 120, dbp: 70, pulse: 131 }, {}, 'urgent BP4'],
    [{ sbp: 120, dbp: 70, pulse: 39 }, { hasCHD: true }, 'emergency BP2'],
    [{ sbp: 120, dbp: 70, pulse: 130 }, { hasCHD: true }, 'normal BP8'],
    [{ sbp: 120, dbp: 70, pulse: 101 }, { hasT2DM: true }, 'watch BP6'],
    [{ sbp: 120, dbp: 70, pulse: 101 }, {}, 'normal BP8'],
  ] as const)('%j %j: %s', (values, facts, wanted) => {
    expect(level(homeBloodPressure, values, person(facts))).toBe(wanted);
  });

  test('danger says when to call 120 and calls the team', () => {
    expect(assessReading(homeBloodPressure, { sbp: 185, dbp: 90 }, person())).toMatchObject({
      team: 'call',
      say: '血压太高，请坐下休息5分钟再量；还这么高，今天就去看医生。',
      when120: expect.stringContaining('马上打120') as string,
      because: '高压185，达到180',
    });
    for (const { fields, rules, mean } of [homeBloodPressure, homeGlucose, homeTemperature, homeWeight]) {
      for (const row of [...rules, ...(mean?.rules ?? [])]) {
        if (row.level === 'urgent' || row.level === 'emergency')
          expect(row).toMatchObject({ team: 'call', when120: expect.stringContaining('120') as string });
        expect([...row.say].length).toBeLessThanOrEqual(42);
        expect([...(row.when120 ?? '')].length).toBeLessThanOrEqual(42);
      }
      expect(fields.length).toBeGreaterThan(0);
    }
  });

  test('danger signs are those of the programmes', () => {
    const signsOf = (fields: readonly { code: string; options?: readonly string[] }[]) =>
      fields.find(({ code }) => code === 'dangerSigns')?.options;
    expect(signsOf(homeBloodPressure.fields)).toEqual(signsOf(chronicProgrammes.HTN.form));
    expect(signsOf(homeGlucose.fields)).toEqual(signsOf(chronicProgrammes.T2DM.form));
  });
});

describe('one reading of glucose', () => {
  const diabetic = { hasT2DM: true };
  test.each([
    [{ glucose: 3.9, moment: 'fasting' }, diabetic, 'urgent GL1'],
    [{ glucose: 4, moment: 'fasting' }, diabetic, 'normal GL6'],
    [{ glucose: 3.5, moment: 'random', dangerSigns: ['意识或行为改变'] }, diabetic, 'emergency GL0'],
    [{ glucose: 8, moment: 'random', dangerSigns: ['深大呼吸、皮肤潮红'] }, diabetic, 'emergency GL2'],
    [{ glucose: 16.7, moment: 'afterMeal' }, diabetic, 'urgent GL3'],
    [{ glucose: 6.9, moment: 'fasting' }, diabetic, 'normal GL6'],
    [{ glucose: 7, moment: 'fasting' }, diabetic, 'watch GL4'],
    [{ glucose: 6.1, moment: 'fasting' }, {}, 'watch GL4'],
    [{ glucose: 9.9, moment: 'afterMeal' }, diabetic, 'normal GL6'],
    [{ glucose: 10, moment: 'afterMeal' }, diabetic, 'watch GL5'],
    [{ glucose: 10.9, moment: 'bedtime' }, {}, 'normal GL6'],
    [{ glucose: 11.1, moment: 'bedtime' }, {}, 'watch GL5'],
  ] as const)('%j %j: %s', (values, facts, wanted) => {
    expect(level(homeGlucose, values, person(facts))).toBe(wanted);
  });
});

test.each([
  [homeTemperature, { tempC: 37.2 }, 'normal TP3'],
  [homeTemperature, { tempC: 37.3 }, 'watch TP2'],
  [homeTemperature, { tempC: 39 }, 'watch TP2'],
  [homeTemperature, { tempC: 39.1 }, 'urgent TP1'],
  [homeWeight, { weight: 60 }, 'normal WT1'],
] as const)('other kinds %#', (table, values, wanted) => expect(level(table, values)).toBe(wanted));

describe('what may be entered', () => {
  test.each([
    [homeBloodPressure, { sbp: 120, dbp: 80, pulse: 70, dangerSigns: ['无'] }, []],
    [homeBloodPressure, { sbp: 120 }, ['dbp MISSING']],
    [homeBloodPressure, { sbp: 80, dbp: 120 }, ['dbp NOT_BELOW']],
    [homeBloodPressure, { sbp: 400, dbp: 80, pulse: 70.5 }, ['sbp TOO_HIGH', 'pulse TOO_PRECISE']],
    [homeGlucose, { glucose: 5.5 }, ['moment MISSING']],
    [homeGlucose, { glucose: 55, moment: 'noon' }, ['glucose TOO_HIGH', 'moment UNKNOWN_OPTION']],
    [homeTemperature, { tempC: 31.9 }, ['tempC TOO_LOW']],
    [homeWeight, { weight: 60, height: 170 }, ['height UNKNOWN_FIELD']],
  ] as [HomeTable, ReadingValues, string[]][])('%#: %j', (table, values, wanted) => {
    expect(checkReading(table, values).map(({ field, code }) => `${field} ${code}`)).toEqual(wanted);
  });
});

describe("a person's own lines", () => {
  test("come before the table's, by disease", () => {
    expect(limitsFor(homeBloodPressure, person())).toEqual({ sbpLimit: 135, dbpLimit: 85 });
    expect(limitsFor(homeBloodPressure, person({}, { sbpLimit: 145 }))).toEqual({ sbpLimit: 145, dbpLimit: 85 });
    expect(limitsFor(homeGlucose, person())).toEqual({ fastingLimit: 6.1, otherLimit: 11.1 });
    expect(limitsFor(homeGlucose, person({ hasT2DM: true }, { fastingLimit: 8 }))).toEqual({
      fastingLimit: 8,
      otherLimit: 10,
    });
    expect(level(homeBloodPressure, { sbp: 140, dbp: 80 }, person({}, { sbpLimit: 145 }))).toBe('normal BP8');
    expect(level(homeBloodPressure, { sbp: 185, dbp: 80 }, person({}, { sbpLimit: 190 }))).toBe('urgent BP3');
  });

  test.each([
    ['sbpLimit', 160, undefined],
    ['sbpLimit', 161, 'TOO_HIGH'],
    ['sbpLimit', 109, 'TOO_LOW'],
    ['sbpLimit', '140', 'TYPE'],
    ['criticalLimit', 200, 'UNKNOWN_FIELD'],
  ])('%s %p: %p', (field, value, code) => expect(checkPersonalLimit(homeBloodPressure, field, value)?.code).toBe(code));

  test('no own line reaches what is critical', () => {
    const urgent = (table: HomeTable, values: ReadingValues): boolean =>
      assessReading(table, values, person()).level === 'urgent';
    const max = (table: HomeTable, field: string): number =>
      Math.max(...table.limits.filter((row) => row.field === field).map((row) => row.settable?.max ?? row.value));
    expect(urgent(homeBloodPressure, { sbp: max(homeBloodPressure, 'sbpLimit'), dbp: 70 })).toBe(false);
    expect(urgent(homeBloodPressure, { sbp: 120, dbp: max(homeBloodPressure, 'dbpLimit') })).toBe(false);
    expect(urgent(homeGlucose, { glucose: max(homeGlucose, 'otherLimit'), moment: 'random' })).toBe(false);
  });
});

const week = (values: readonly ReadingValues[], lastDay = '2026-11-22'): DayReading[] =>
  values.map((row, index) => ({ day: addDays(lastDay, -index), values: row }));

describe('the mean of a week', () => {
  const flat = (sbp: number, dbp: number, days: number) => week(Array.from({ length: days }, () => ({ sbp, dbp })));

  test('needs five days', () => {
    expect(assessWeek(homeBloodPressure, flat(150, 80, 4), '2026-11-22', person())).toEqual({
      outcome: 'tooFew',
      days: 4,
      daysNeeded: 5,
    });
    const twice = [...flat(150, 80, 4), ...flat(150, 80, 4)];
    expect(assessWeek(homeBloodPressure, twice, '2026-11-22', person())).toMatchObject({ outcome: 'tooFew', days: 4 });
  });

  test('tells the doctor from the line on', () => {
    const result = (sbp: number, dbp: number) =>
      assessWeek(homeBloodPressure, flat(sbp, dbp, 5), '2026-11-22', person());
    expect(result(135, 80)).toMatchObject({
      outcome: 'mean',
      means: { sbp: 135, dbp: 80 },
      alert: { level: 'tellDoctor', team: 'list' },
    });
    expect(result(134, 84)).toMatchObject({ alert: { level: 'normal' } });
    expect(result(130, 85)).toMatchObject({ alert: { level: 'tellDoctor' } });
  });

  test('older and later readings, and those without a number, do not count', () => {
    const readings = [
      ...flat(120, 75, 7),
      { day: '2026-11-15', values: { sbp: 250, dbp: 100 } },
      { day: '2026-11-23', values: { sbp: 250, dbp: 100 } },
      { day: '2026-11-22', values: { sbp: 250 } },
    ];
    expect(assessWeek(homeBloodPressure, readings, '2026-11-22', person())).toMatchObject({
      means: { sbp: 120, dbp: 75 },
      days: 7,
    });
  });

  test('kinds without a rule have none', () => {
    expect(assessWeek(homeGlucose, week([{ glucose: 12 }]), '2026-11-22', person())).toBeUndefined();
  });
});

describe('the trend', () => {
  const before = week(
    Array.from({ length: 28 }, (_, index) => ({ sbp: index % 2 === 0 ? 128 : 132 })),
    '2026-11-15',
  );
  const now = (sbp: number, days = 7) => week(Array.from({ length: days }, () => ({ sbp })));
  const trend = (sbp: number, days?: number) => trendOf([...before, ...now(sbp, days)], 'sbp', '2026-11-22');

  test("is told against the person's own band", () => {
    expect(trend(132)).toEqual({ direction: 'steady', recentMean: 132, bandLow: 128, bandHigh: 132 });
    expect(trend(133)).toMatchObject({ direction: 'rising' });
    expect(trend(128)).toMatchObject({ direction: 'steady' });
    expect(trend(127)).toMatchObject({ direction: 'falling' });
  });

  test('is unknown with too few readings', () => {
    expect(trend(160, 4)).toEqual({ direction: 'unknown' });
    expect(trendOf(now(160), 'sbp', '2026-11-22')).toEqual({ direction: 'unknown' });
    expect(trendOf([...before, ...now(160)], 'dbp', '2026-11-22')).toEqual({ direction: 'unknown' });
  });

  test('its days are a rule', () => {
    const readings = [...before, ...now(160, 3)];
    expect(trendOf(readings, 'sbp', '2026-11-22', { ...trendRule, minReadings: 3 })).toMatchObject({
      direction: 'rising',
    });
  });
});

describe('a threshold changed in the data changes the result', () => {
  test.each([
    ['limit', homeBloodPressure, ['limits', 0, 'value'], 140, { sbp: 137, dbp: 80 }, 'watch BP7', 'normal BP8'],
    [
      'critical',
      homeBloodPressure,
      ['rules', 2, 'when', 'any', 0, 'value'],
      170,
      { sbp: 172, dbp: 80 },
      'watch BP7',
      'urgent BP3',
    ],
    [
      'glucose',
      homeGlucose,
      ['limits', 1, 'value'],
      5.6,
      { glucose: 5.8, moment: 'fasting' },
      'normal GL6',
      'watch GL4',
    ],
    ['fever', homeTemperature, ['rules', 1, 'when', 'value'], 37, { tempC: 37.1 }, 'normal TP3', 'watch TP2'],
  ] as const)('%s', (_name, table, path, value, values, first, second) => {
    expect(level(table, values)).toBe(first);
    expect(level(changed<HomeTable>(table, path, value), values)).toBe(second);
  });

  test('days of the mean', () => {
    const readings = week([
      { sbp: 150, dbp: 80 },
      { sbp: 150, dbp: 80 },
      { sbp: 150, dbp: 80 },
    ]);
    const three = changed(homeBloodPressure, ['mean', 'minDays'], 3);
    expect(assessWeek(three, readings, '2026-11-22', person())).toMatchObject({ alert: { level: 'tellDoctor' } });
  });
});
