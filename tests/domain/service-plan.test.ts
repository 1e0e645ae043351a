import {
  itemFulfilment,
  isPlanKept,
  itemsFulfilledBy,
  planProgress,
  type DoneRecord,
} from '@linkang/shared/domain/plan-progress';
import {
  freePackagesFor,
  monthsInForce,
  planDueDay,
  planItems,
  type PromisedPackage,
} from '@linkang/shared/domain/service-plan';
import { fulfilmentRules, promisedPackages } from '@linkang/shared/domain/tables/service-plan';
import { changed } from './table-change';

const packageOf = (code: string): PromisedPackage =>
  promisedPackages.find((row) => row.code === code) as PromisedPackage;
const year = { startDay: '2026-03-01', endDay: '2027-02-28' };
const since = (code: string, sinceDay = '2020-01-01') => ({ code, sinceDay });

describe('what a contract owes', () => {
  const codes = (packages: readonly PromisedPackage[]): string[] => packages.map(({ code }) => code);

  test('the free packages come with the groups', () => {
    expect(codes(freePackagesFor(promisedPackages, []))).toEqual(['BASIC']);
    expect(codes(freePackagesFor(promisedPackages, ['Elderly65', 'Hypertension']))).toEqual([
      'BASIC',
      'BASIC_ELDERLY',
      'BASIC_HTN',
    ]);
  });

  test('one year of a package', () => {
    expect(planItems({ ...year, packages: [packageOf('BASIC_HTN')], groups: [since('Hypertension')] })).toEqual([
      {
        code: 'FU_HTN',
        name: '面对面随访',
        unit: 'time',
        fromDay: '2026-03-01',
        toDay: '2027-02-28',
        quantity: 4,
        minimum: true,
        packageCodes: ['BASIC_HTN'],
      },
      {
        code: 'PHYSCHR',
        name: '年度健康检查',
        unit: 'time',
        fromDay: '2026-03-01',
        toDay: '2027-02-28',
        quantity: 1,
        minimum: true,
        packageCodes: ['BASIC_HTN'],
      },
    ]);
  });

  test('each year of a long contract by itself, counted from its start', () => {
    const items = planItems({
      packages: [packageOf('BASIC_HTN')],
      groups: [since('Hypertension')],
      startDay: '2028-02-29',
      endDay: '2030-02-28',
    });
    expect(
      items.filter(({ code }) => code === 'FU_HTN').map(({ fromDay, toDay, quantity }) => [fromDay, toDay, quantity]),
    ).toEqual([
      ['2028-02-29', '2029-02-28', 4],
      ['2029-03-01', '2030-02-28', 4],
    ]);
  });

  test('an item of several packages counts once, with its greatest quantity', () => {
    const packages = ['BASIC_HTN', 'BASIC_T2DM', 'PAID_HTN_PLUS'].map(packageOf);
    const items = planItems({ ...year, packages, groups: [since('Hypertension'), since('Type2Diabetes')] });
    expect(items.find(({ code }) => code === 'FU_HTN')).toMatchObject({
      quantity: 12,
      minimum: true,
      packageCodes: ['BASIC_HTN', 'PAID_HTN_PLUS'],
    });
    expect(items.filter(({ code }) => code === 'PHYSCHR')).toMatchObject([
      { quantity: 1, packageCodes: ['BASIC_HTN', 'BASIC_T2DM'] },
    ]);
  });

  test('who comes into a group during the year owes a share', () => {
    const at = (sinceDay: string) =>
      planItems({ ...year, packages: [packageOf('BASIC_HTN')], groups: [since('Hypertension', sinceDay)] });
    expect(at('2026-09-10')[0]).toMatchObject({ fromDay: '2026-09-10', quantity: 2 });
    expect(at('2027-02-01')[0]).toMatchObject({ quantity: 1 });
    expect(at('2027-03-01')).toEqual([]);
  });

  test('who leaves a group owes what was in force', () => {
    const until = (untilDay: string, sinceDay = '2020-01-01') =>
      planItems({
        ...year,
        packages: [packageOf('BASIC_HTN')],
        groups: [{ ...since('Hypertension', sinceDay), untilDay }],
      });
    expect(until('2026-08-31')[0]).toMatchObject({ fromDay: '2026-03-01', toDay: '2026-08-31', quantity: 2 });
    expect(until('2026-02-28')).toEqual([]);
    expect(until('2026-05-01', '2026-06-01')).toEqual([]);
    const packages = [packageOf('BASIC_HTN'), packageOf('BASIC_T2DM')];
    const groups = [{ ...since('Hypertension'), untilDay: '2026-06-30' }, since('Type2Diabetes', '2026-05-01')];
    const check = planItems({ ...year, packages, groups }).filter(({ code }) => code === 'PHYSCHR');
    expect(check).toMatchObject([{ fromDay: '2026-03-01', toDay: '2027-02-28', quantity: 1 }]);
  });

  test('items keep to their own groups: a child gets no antenatal visits', () => {
    const items = planItems({ ...year, packages: [packageOf('BASIC_MCH')], groups: [since('Child0to6')] });
    expect(items.map(({ code, quantity }) => [code, quantity])).toEqual([
      ['CHILD', null],
      ['EPI', null],
    ]);
    expect(planItems({ ...year, packages: [packageOf('BASIC_HTN')], groups: [] })).toEqual([]);
  });

  test('months in force count what has begun', () => {
    const months = (
      [
        ['2026-03-01', '2027-02-28'],
        ['2028-02-29', '2029-02-28'],
        ['2026-03-15', '2026-03-15'],
        ['2026-03-15', '2026-04-14'],
        ['2026-03-15', '2026-04-15'],
        ['2026-12-31', '2027-12-30'],
      ] as const
    ).map(([from, to]) => monthsInForce(from, to));
    expect(months).toEqual([12, 12, 1, 1, 2, 12]);
  });

  test('times are spread over the year', () => {
    const item = { fromDay: '2026-03-01', toDay: '2027-02-28', quantity: 4 };
    expect([1, 2, 3, 4].map((nth) => planDueDay(item, nth))).toEqual([
      '2026-05-31',
      '2026-08-30',
      '2026-11-29',
      '2027-02-28',
    ]);
  });

  test('quantities are data', () => {
    const six = changed(packageOf('BASIC_HTN'), ['items', 0, 'yearlyQuantity'], 6);
    expect(planItems({ ...year, packages: [six], groups: [since('Hypertension')] })[0]?.quantity).toBe(6);
  });
});

describe('what records fulfil', () => {
  test.each([
    [
      { kind: 'exam', complete: true, selfCare: true, guidance: true, fastingGlucose: true },
      ['ASSESS', 'PHYS65', 'PHYSCHR', 'SELFCARE', 'EDU65', 'FPG'],
    ],
    [{ kind: 'exam', complete: false, selfCare: true, guidance: false, fastingGlucose: false }, ['SELFCARE']],
    [{ kind: 'followUp', programme: 'HTN', faceToFace: true, fastingGlucose: false }, ['FU_HTN']],
    [{ kind: 'followUp', programme: 'HTN', faceToFace: false, fastingGlucose: false }, []],
    [{ kind: 'followUp', programme: 'T2DM', faceToFace: true, fastingGlucose: true }, ['FU_DM', 'FPG']],
    [{ kind: 'followUp', programme: 'CHD', faceToFace: true, fastingGlucose: false }, []],
    [{ kind: 'service', item: 'ECG' }, ['ECG']],
    [{ kind: 'homeVisit', by: 'nurse' }, ['HOMENUR']],
    [{ kind: 'maternalVisit', visit: 'day42' }, ['PP42']],
  ] as const)('%j: %j', (facts, items) => expect(itemsFulfilledBy(fulfilmentRules, facts)).toEqual(items));

  test('every item of every package can be fulfilled', () => {
    const known = new Set(fulfilmentRules.map(({ item }) => item));
    const promised = promisedPackages.flatMap(({ items }) => items.map(({ code }) => code));
    expect(promised.filter((code) => !known.has(code))).toEqual([]);
    expect([...known].filter((code) => !promised.includes(code))).toEqual([]);
  });

  const items = planItems({
    ...year,
    packages: [packageOf('BASIC'), packageOf('BASIC_HTN')],
    groups: [since('Hypertension')],
  });
  const visit = (id: string, day: string): DoneRecord => ({
    id,
    day,
    facts: { kind: 'followUp', programme: 'HTN', faceToFace: true, fastingGlucose: false },
  });
  const of = (code: string, records: DoneRecord[], rules = fulfilmentRules) =>
    planProgress(items, records, rules).find((row) => row.code === code);

  test('records of its days tick an item, each once', () => {
    const records = [
      visit('c', '2026-06-01'),
      visit('a', '2026-03-01'),
      visit('a', '2026-03-01'),
      visit('x', '2026-02-28'),
      visit('y', '2027-03-01'),
    ];
    expect(of('FU_HTN', records)).toMatchObject({
      done: 2,
      recordIds: ['a', 'c'],
      remaining: 2,
      nextDueDay: '2026-11-29',
    });
  });

  test('more than promised leaves nothing, and what is on demand has no rest', () => {
    const records = ['01', '02', '03', '04', '05'].map((date) => visit(date, `2026-05-${date}`));
    const done = of('FU_HTN', records);
    expect(done).toMatchObject({ done: 5, remaining: 0 });
    expect(done).not.toHaveProperty('nextDueDay');
    expect(of('CONSULT', [{ id: 'q', day: '2026-05-05', facts: { kind: 'consultation' } }])).toMatchObject({
      done: 1,
      remaining: null,
    });
  });

  test('a plan is kept while nothing that was due is missing', () => {
    const exam: DoneRecord = {
      id: 'e',
      day: '2026-04-01',
      facts: { kind: 'exam', complete: true, selfCare: true, guidance: true, fastingGlucose: true },
    };
    const record: DoneRecord = { id: 'r', day: '2026-03-01', facts: { kind: 'record' } };
    const progress = planProgress(items, [visit('a', '2026-05-01'), exam, record], fulfilmentRules);
    expect(isPlanKept(progress, '2026-05-31')).toBe(true);
    expect(isPlanKept(progress, '2026-08-29')).toBe(true);
    expect(isPlanKept(progress, '2026-08-30')).toBe(false);
    // RECORD 1, ASSESS 1, EDU 12, FU_HTN 4, PHYSCHR 1.
    expect(itemFulfilment(progress)).toEqual({ delivered: 4, promised: 19 });
  });

  test('more than promised of one item does not make up for another', () => {
    const five = ['01', '02', '03', '04', '05'].map((date) => visit(date, `2026-05-${date}`));
    expect(itemFulfilment(planProgress(items, five, fulfilmentRules))).toEqual({ delivered: 4, promised: 19 });
  });

  test('which record fulfils what is data', () => {
    const at = fulfilmentRules.findIndex(({ item }) => item === 'FU_HTN');
    const phoneToo = changed(fulfilmentRules, [at, 'when', 'all', 2, 'value'], false);
    const phone: DoneRecord = {
      id: 'p',
      day: '2026-05-01',
      facts: { kind: 'followUp', programme: 'HTN', faceToFace: false, fastingGlucose: false },
    };
    expect(of('FU_HTN', [phone])?.done).toBe(0);
    expect(of('FU_HTN', [phone], phoneToo)?.done).toBe(1);
  });
});
