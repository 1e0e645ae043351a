import {
  classify,
  gradeOf,
  isControlled,
  riskFactorsOf,
  screen,
  screenPerson,
} from '@linkang/shared/domain/chronic-class';
import type { Facts } from '@linkang/shared/domain/rule-table';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { htnScreening } from '@linkang/shared/domain/tables/screening-htn';
import { t2dmScreening } from '@linkang/shared/domain/tables/screening-t2dm';
import { changed } from './table-change';
import vectors from './vectors/chronic-followup.json';

const { HTN, T2DM, SMI, CHD, STROKE } = chronicProgrammes;
const classOf = (decision: ReturnType<typeof classify>): string =>
  decision.outcome === 'class' ? decision.class : decision.outcome;

describe('the national test vectors of follow-up and screening', () => {
  test.each(vectors.map((row) => [row.id, row.program, row.table, row.note, row] as const))(
    '%s %s %s %s',
    (...args) => {
      const { program, table, input, expect: wanted } = args[4];
      const facts = input as Facts;
      const decision =
        table === 'screening'
          ? screen(program === 'HTN' ? htnScreening : t2dmScreening, facts)
          : classify(chronicProgrammes[program as keyof typeof chronicProgrammes], facts);
      expect(decision).toMatchObject({ outcome: 'class', ...wanted });
    },
  );
});

describe('lines of the tables', () => {
  test.each([
    // programme, facts, class
    ['HTN', { age: 70, sbp: 149, dbp: 89 }, 'STABLE'],
    ['HTN', { age: 70, sbp: 150, dbp: 89, priorUnsatisfied: 1 }, 'REFER_TWICE_UNSATISFIED'],
    ['HTN', { age: 50, sbp: 120, dbp: 110 }, 'EMERGENCY'],
    ['HTN', { age: 50, sbp: 120, dbp: 80, untreatableOtherDisease: true }, 'EMERGENCY'],
    ['HTN', { age: 50, sbp: 120, dbp: 80, pregnantOrLactating: true }, 'STABLE'],
    ['T2DM', { fpg: 3.9, sbp: 120, dbp: 80 }, 'EMERGENCY'],
    ['T2DM', { fpg: 6.9, sbp: 120, dbp: 80, randomGlucose: 16.7 }, 'EMERGENCY'],
    ['T2DM', { fpg: 6, sbp: 120, dbp: 80, tempC: 39 }, 'STABLE'],
    ['T2DM', { fpg: 6, sbp: 120, dbp: 80, tempC: 39.1 }, 'EMERGENCY'],
    ['T2DM', { fpg: 5.1, sbp: 120, dbp: 80, pregnantOrLactating: true }, 'EMERGENCY'],
    ['SMI', { dangerLevel: 1, symptoms: 'gone', insight: 'full', socialFunction: 'good', stage: 'routine' }, 'BASIC'],
    ['SMI', { dangerLevel: 0, symptoms: 'gone', insight: 'none', socialFunction: 'good' }, 'UNSTABLE'],
    ['CHD', { sbp: 130, dbp: 80, ldl: 1.8 }, 'ADJUST'],
    ['CHD', { sbp: 130, dbp: 80, ldl: 1.79, heartRate: 131 }, 'EMERGENCY'],
    ['CHD', { sbp: 130, dbp: 80, ldl: 2.2, priorUnsatisfied: 1 }, 'REFER'],
    ['STROKE', { sbp: 130, dbp: 80, ldl: 1.5 }, 'STABLE'],
    ['STROKE', { sbp: 130, dbp: 80, ldl: 1.5, fastPositive: true }, 'EMERGENCY'],
  ] as const)('%s %j is %s', (code, facts, wanted) => {
    expect(classOf(classify(chronicProgrammes[code], facts))).toBe(wanted);
  });
});

describe('missing values', () => {
  test('nobody is classified without the required values', () => {
    const decision = classify(HTN, { sbp: 120, dbp: 80 });
    expect(decision).toEqual({ outcome: 'incomplete', missing: ['age'], sentence: '还缺年龄，填好后才能分类。' });
    expect(classify(SMI, {})).toMatchObject({ outcome: 'incomplete', missing: SMI.requiredInputs });
  });

  test('a value that is none of the listed ones, or cannot be true, counts as missing', () => {
    const facts = { dangerLevel: 0, symptoms: 'better', insight: 'full', socialFunction: 'good' };
    expect(classify(SMI, facts)).toMatchObject({ outcome: 'incomplete', missing: ['symptoms'] });
    expect(classify(SMI, { ...facts, symptoms: 'gone', dangerLevel: 9 })).toMatchObject({ class: 'UNSTABLE' });
    expect(classify(SMI, { ...facts, symptoms: 'gone', dangerLevel: -1 })).toMatchObject({ missing: ['dangerLevel'] });
    expect(classify(HTN, { age: 70, sbp: 20, dbp: 10 })).toMatchObject({ missing: ['sbp', 'dbp'] });
  });

  test.each([
    ['HTN', { dangerSigns: true }, 'EMERGENCY'],
    ['HTN', { sbp: 182 }, 'EMERGENCY'],
    ['T2DM', { randomGlucose: 3.2 }, 'EMERGENCY'],
    ['SMI', { severeAdverseReaction: true }, 'UNSTABLE'],
    ['CHD', { syncope: true }, 'EMERGENCY'],
    ['CHD', { newOrWorseningAngina: true }, 'REFER'],
    ['STROKE', { newDeficit: true }, 'REFER'],
  ] as const)('danger is seen all the same: %s %j', (code, facts, wanted) => {
    const decision = classify(chronicProgrammes[code], facts);
    expect(decision).toMatchObject({ outcome: 'class', class: wanted, urgent: true });
    expect(decision.outcome === 'class' && decision.missing.length).toBeGreaterThan(0);
  });

  test('what is not urgent waits for the values', () => {
    expect(classify(HTN, { newComplication: true })).toMatchObject({ outcome: 'incomplete' });
  });

  test('a screening for diabetes needs one of four values', () => {
    expect(screen(t2dmScreening, { riskFactor: true })).toMatchObject({
      outcome: 'incomplete',
      missing: ['fpg', 'randomGlucose', 'ogtt2h', 'hba1c'],
    });
    expect(classOf(screen(t2dmScreening, { hba1c: 6.5 }))).toBe('DIAGNOSE_RANGE');
    expect(classOf(screen(t2dmScreening, { randomGlucose: 12 }))).toBe('RECHECK');
    expect(classOf(screen(t2dmScreening, { randomGlucose: 12, typicalSymptoms: true }))).toBe('DIAGNOSE_RANGE');
  });

  test('a table without a fitting row gives no class', () => {
    expect(screen(t2dmScreening, { ogtt2h: 5 })).toEqual({
      outcome: 'unclassified',
      sentence: '不能自动分类，请医生判断。',
    });
  });
});

describe('a class explains itself', () => {
  test.each([
    [
      'HTN',
      { age: 70, sbp: 152, dbp: 80, priorUnsatisfied: 1 },
      '连续两次未达标，转诊：收缩压152，达到150；上一次随访也没有达标（规则H3）。',
    ],
    ['HTN', { age: 60, sbp: 148, dbp: 92 }, '调整治疗：收缩压148，达到140；舒张压92，达到90（规则H5）。'],
    ['HTN', { age: 70, sbp: 128, dbp: 78 }, '控制满意：收缩压128，低于150；舒张压78，低于90（规则H6）。'],
    ['HTN', { dangerSigns: true, sbp: 190 }, '紧急处理：收缩压190，达到180；有危险情况（规则H1）。'],
    ['T2DM', { fpg: 3.2, sbp: 120, dbp: 80 }, '紧急处理：空腹血糖3.2，不高于3.9（规则D1）。'],
    [
      'SMI',
      { dangerLevel: 0, symptoms: 'some', insight: 'full', socialFunction: 'good' },
      '病情基本稳定：症状：部分存在（规则M3）。',
    ],
    [
      'SMI',
      { dangerLevel: 0, symptoms: 'gone', insight: 'full', socialFunction: 'good' },
      '病情稳定：没有发现异常（规则M4）。',
    ],
  ] as const)('%s %j', (code, facts, sentence) => {
    expect(classify(chronicProgrammes[code], facts)).toMatchObject({ sentence });
  });
});

describe('the control target', () => {
  test('is that of the table, and open without values', () => {
    expect(isControlled(HTN, { age: 65, sbp: 149, dbp: 89 })).toBe(true);
    expect(isControlled(HTN, { age: 64, sbp: 149, dbp: 89 })).toBe(false);
    expect(isControlled(T2DM, { fpg: 7, sbp: 120, dbp: 80 })).toBe(false);
    expect(isControlled(T2DM, { sbp: 120, dbp: 80 })).toBeUndefined();
    expect(isControlled(SMI, { dangerLevel: 0 })).toBeUndefined();
  });
});

describe('people at high risk', () => {
  const codes = (rows: { code: string }[]): string[] => rows.map(({ code }) => code);

  test('factors with their lines', () => {
    expect(
      codes(riskFactorsOf(htnScreening, { age: 54, sbp: 129, dbp: 84, bmi: 23.9, sex: 'male', waist: 89 })),
    ).toEqual([]);
    expect(codes(riskFactorsOf(htnScreening, { age: 55, sbp: 130, dbp: 70, bmi: 24 }))).toEqual([
      'highNormal',
      'overweight',
      'age',
    ]);
    expect(codes(riskFactorsOf(htnScreening, { sex: 'female', waist: 85, saltyDiet: true }))).toEqual([
      'overweight',
      'saltyDiet',
    ]);
    expect(codes(riskFactorsOf(htnScreening, { sex: 'male', waist: 85 }))).toEqual([]);
    expect(codes(riskFactorsOf(t2dmScreening, { age: 40, hypertension: true }))).toEqual(['age', 'hypertension']);
  });

  test('one factor is enough for the class', () => {
    expect(screenPerson(htnScreening, { age: 56, sbp: 120, dbp: 80 })).toMatchObject({
      decision: { class: 'HIGH_RISK', nextDueDays: 182 },
      riskFactors: [{ code: 'age' }],
    });
    expect(screenPerson(htnScreening, { age: 50, sbp: 120, dbp: 80 })).toMatchObject({ decision: { class: 'NORMAL' } });
  });

  test('grade by the higher of both numbers', () => {
    const grades = [
      [139, 89],
      [140, 70],
      [120, 100],
      [159, 110],
      [180, 70],
    ].map(([sbp, dbp]) => gradeOf(htnScreening, { sbp, dbp }));
    expect(grades).toEqual([0, 1, 2, 3, 3]);
  });
});

describe('a threshold changed in the data changes the result', () => {
  test.each([
    [
      'HTN control from 65',
      HTN,
      ['definitions', 'controlled', 'any', 1, 'all', 1, 'value'],
      148,
      { age: 66, sbp: 148, dbp: 80 },
      'STABLE',
      'ADJUST',
    ],
    [
      'HTN emergency',
      HTN,
      ['decisionTable', 0, 'when', 'any', 0, 'value'],
      170,
      { age: 66, sbp: 175, dbp: 80 },
      'ADJUST',
      'EMERGENCY',
    ],
    [
      'T2DM control',
      T2DM,
      ['definitions', 'controlled', 'value'],
      8,
      { fpg: 7.4, sbp: 120, dbp: 80 },
      'ADJUST',
      'STABLE',
    ],
    [
      'SMI danger',
      SMI,
      ['definitions', 'unstable', 'any', 0, 'value'],
      2,
      { dangerLevel: 2, symptoms: 'gone', insight: 'full', socialFunction: 'good' },
      'BASIC',
      'UNSTABLE',
    ],
    [
      'CHD lipids',
      CHD,
      ['definitions', 'controlled', 'all', 0, 'value'],
      1.4,
      { sbp: 120, dbp: 80, ldl: 1.6 },
      'STABLE',
      'ADJUST',
    ],
    [
      'STROKE pressure',
      STROKE,
      ['definitions', 'controlled', 'all', 0, 'value'],
      130,
      { sbp: 135, dbp: 80, ldl: 1.6 },
      'STABLE',
      'ADJUST',
    ],
  ] as const)('%s', (_name, programme, path, value, facts, before, after) => {
    expect(classOf(classify(programme, facts))).toBe(before);
    expect(classOf(classify(changed(programme, path, value), facts))).toBe(after);
  });

  test('days until the next visit', () => {
    const yearly = changed(HTN, ['decisionTable', 5, 'nextDueDays'], 60);
    expect(classify(yearly, { age: 66, sbp: 120, dbp: 80 })).toMatchObject({ nextDueDays: 60 });
  });

  test.each([
    [
      'HTN',
      htnScreening,
      ['decisionTable', 2, 'when', 'any', 0, 'value'],
      130,
      { sbp: 135, dbp: 80 },
      'HIGH_RISK',
      'RECHECK',
    ],
    [
      'T2DM',
      t2dmScreening,
      ['decisionTable', 0, 'when', 'any', 0, 'value'],
      6.9,
      { fpg: 6.9 },
      'PREDIABETES',
      'DIAGNOSE_RANGE',
    ],
  ] as const)('screening %s', (_name, table, path, value, facts, before, after) => {
    expect(classOf(screen(table, facts))).toBe(before);
    expect(classOf(screen(changed(table, path, value), facts))).toBe(after);
  });

  test('a factor of high risk', () => {
    const path = ['riskFactors', 5, 'when', 'value'];
    expect(riskFactorsOf(changed(htnScreening, path, 50), { age: 52 })).toHaveLength(1);
    expect(riskFactorsOf(htnScreening, { age: 52 })).toHaveLength(0);
  });
});
