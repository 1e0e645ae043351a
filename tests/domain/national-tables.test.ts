import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { DecisionTable } from '@linkang/shared/domain/chronic-table';
import type { FieldRule } from '@linkang/shared/domain/field-rules';
import type { Comparison, Condition, Definitions } from '@linkang/shared/domain/rule-table';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { homeBloodPressure } from '@linkang/shared/domain/tables/home-blood-pressure';
import { homeGlucose } from '@linkang/shared/domain/tables/home-glucose';
import { homeTemperature } from '@linkang/shared/domain/tables/home-temperature';
import { homeWeight } from '@linkang/shared/domain/tables/home-weight';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { htnScreening } from '@linkang/shared/domain/tables/screening-htn';
import { t2dmScreening } from '@linkang/shared/domain/tables/screening-t2dm';
import * as educationSchemas from './education-schemas';
import * as examSchemas from './exam-schemas';
import { changed } from './table-change';
import * as schemas from './table-schemas';

const dir = path.resolve(__dirname, '../../shared/src/domain/data');
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(dir, name), 'utf8'));

const schemaOf: Record<string, z.ZodType> = {
  'chronic-chd.json': schemas.programme,
  'chronic-htn.json': schemas.programme,
  'chronic-smi.json': schemas.programme,
  'chronic-stroke.json': schemas.programme,
  'chronic-t2dm.json': schemas.programme,
  'education-activities.json': educationSchemas.activityTable,
  'education-minimums.json': educationSchemas.minimumTable,
  'follow-up-due.json': schemas.dueTable,
  'health-days.json': educationSchemas.healthDayTable,
  'health-prescriptions.json': educationSchemas.prescriptionTable,
  'home-blood-pressure.json': schemas.homeTable,
  'home-glucose.json': schemas.homeTable,
  'home-temperature.json': schemas.homeTable,
  'home-weight.json': schemas.homeTable,
  'physical-actions.json': examSchemas.actionTable,
  'physical-items.json': examSchemas.examTable,
  'physical-stations.json': examSchemas.stationTable,
  'plan-fulfilment.json': schemas.fulfilmentTable,
  'priority-groups.json': schemas.groupTable,
  'quiz-questions.json': educationSchemas.quizTable,
  'record-form.json': schemas.recordForm,
  'screening-htn.json': schemas.screening,
  'screening-t2dm.json': schemas.screening,
  'self-care.json': examSchemas.selfCare,
};

/** Tables with tests of their own. */
const OTHERS = ['family-doctor.json', 'guardianship.json', 'id-number.json', 'senior-physical.json'];

describe('the shape of the tables', () => {
  test('every table has a schema', () => {
    const files = readdirSync(dir).filter((name) => !OTHERS.includes(name));
    expect(files.sort()).toEqual(Object.keys(schemaOf).sort());
  });

  test.each(Object.keys(schemaOf))('%s', (name) => {
    const result = schemaOf[name]?.safeParse(read(name));
    expect(result?.error ? z.prettifyError(result.error) : '').toBe('');
  });

  test.each([
    ['chronic-htn.json', ['decisionTable', 0, 'when'], { field: 'sbp', op: '=>', value: 180 }],
    ['chronic-htn.json', ['decisionTable', 0, 'when'], { field: 'sbp', op: '>=' }],
    ['chronic-htn.json', ['decisionTable', 0, 'nextDueDays'], '14'],
    ['chronic-htn.json', ['decisionTable', 0, 'resident'], ''],
    ['chronic-htn.json', ['definitions', 'controlled'], { all: {} }],
    ['chronic-htn.json', ['form', 3, 'min'], 400],
    ['chronic-htn.json', ['form', 0, 'options'], undefined],
    ['chronic-htn.json', ['source'], []],
    ['physical-items.json', ['items', 0, 'valueType'], 'words'],
    ['physical-items.json', ['items', 0, 'plain'], '一个对老人来说太长的名字'],
    ['physical-actions.json', ['rules', 0, 'actions'], []],
    ['home-glucose.json', ['rules', 0, 'level'], 'bad'],
    ['self-care.json', ['items', 0, 'scores'], [0, 1, 2]],
    ['record-form.json', ['sections', 1, 'fields', 0, 'options'], undefined],
    ['record-form.json', ['sections', 3, 'programmes', 0, 'option'], '感冒'],
    ['record-form.json', ['sections', 3, 'rowsMax'], undefined],
  ] as [string, (string | number)[], unknown][])('%s is refused with another %j', (name, place, value) => {
    expect(schemaOf[name]?.safeParse(changed(read(name), place, value)).success).toBe(false);
  });
});

const comparisons = (condition: Condition): Comparison[] => {
  if ('all' in condition) return condition.all.flatMap(comparisons);
  if ('any' in condition) return condition.any.flatMap(comparisons);
  if ('not' in condition) return comparisons(condition.not);
  return 'ref' in condition ? [] : [condition];
};

/** Every reference resolved; a ring would not end and fails as too deep. */
function resolve(condition: Condition, definitions: Definitions, depth = 0): void {
  if (depth > 20) throw new RangeError('definitions refer to each other in a ring');
  if ('all' in condition) condition.all.forEach((part) => resolve(part, definitions, depth));
  else if ('any' in condition) condition.any.forEach((part) => resolve(part, definitions, depth));
  else if ('not' in condition) resolve(condition.not, definitions, depth);
  else if ('ref' in condition) {
    const next = definitions[condition.ref];
    if (!next) throw new RangeError(`no definition ${condition.ref}`);
    resolve(next, definitions, depth + 1);
  }
}

/** What is wrong with a comparison, given the fields. */
function faultsOf(rows: readonly Comparison[], fields: readonly FieldRule[], others: readonly string[]): string[] {
  return rows.flatMap(({ field, op, value, than }) => {
    const rule = fields.find(({ code }) => code === field);
    if (!rule) return others.includes(field) ? [] : [`unknown field ${field}`];
    if (than !== undefined) return others.includes(than) ? [] : [`unknown limit ${than}`];
    if (rule.kind === 'number') {
      const isInside = typeof value === 'number' && value >= (rule.min ?? 0) && value <= (rule.max ?? 0);
      return isInside ? [] : [`${field} ${op} ${String(value)} can never be entered`];
    }
    if (rule.kind === 'choice')
      return rule.options?.includes(String(value)) ? [] : [`${field} has no option ${String(value)}`];
    return typeof value === 'boolean' ? [] : [`${field} is yes or no`];
  });
}

const tables: [string, DecisionTable, readonly FieldRule[], string[]][] = [
  ...Object.values(chronicProgrammes).map((row): [string, DecisionTable, readonly FieldRule[], string[]] => [
    row.code,
    row,
    row.form,
    [...row.derived.map(({ field }) => field), 'age'],
  ]),
  ['screening HTN', htnScreening, htnScreening.inputs, []],
  ['screening T2DM', t2dmScreening, t2dmScreening.inputs, []],
];

describe.each(tables)('the decision table of %s', (_name, table, fields, others) => {
  const conditions = [...table.decisionTable.map(({ when }) => when), ...Object.values(table.definitions)];
  const used = conditions.flatMap(comparisons);

  test('asks for fields that exist, with values that can be entered', () => {
    expect(faultsOf(used, fields, others)).toEqual([]);
    for (const condition of conditions) expect(() => resolve(condition, table.definitions)).not.toThrow();
    const known = [...fields.map(({ code }) => code), ...others];
    expect(
      [...table.requiredInputs, ...(table.requiredOneOf ?? []), ...table.context].filter(
        (code) => !known.includes(code),
      ),
    ).toEqual([]);
  });

  test('names each class and field, and no rule twice', () => {
    const ids = table.decisionTable.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = Object.keys(table.classNames);
    expect(table.decisionTable.map((row) => row.class).filter((name) => !named.includes(name))).toEqual([]);
    const told = used.map(({ field }) => field).filter((field) => !table.context.includes(field));
    expect(told.filter((field) => table.words[field] === undefined)).toEqual([]);
  });

  test('an urgent row is a referral', () => {
    for (const row of table.decisionTable) expect(row.urgent && !row.referral).toBe(false);
  });
});

describe('programmes', () => {
  test.each(Object.values(chronicProgrammes).map((row) => [row.code, row] as const))('%s', (_code, row) => {
    expect(row.decisionTable[0]).toMatchObject({ urgent: true });
    expect(row.decisionTable.at(-1)).toMatchObject({ class: 'STABLE', nextDueDays: 90 });
    const codes = physicalItems.items.map(({ code }) => code);
    expect(row.yearlyExam.flatMap(({ items }) => items.flat()).filter((code) => !codes.includes(code))).toEqual([]);
    const form = row.form.map(({ code }) => code);
    expect(new Set(form).size).toBe(form.length);
    expect(row.crossRules.flatMap(({ less, than }) => [less, than]).filter((code) => !form.includes(code))).toEqual([]);
    for (const line of row.derived) {
      if (line.how === 'lastClass')
        expect(Object.keys(row.classNames)).toEqual(expect.arrayContaining([...line.classes]));
      else expect(faultsOf(comparisons(line.of), row.form, [])).toEqual([]);
    }
  });
});

describe('actions after a physical', () => {
  const { rules, highest, positives, selfCareItem, ownRules, riskItems } = physicalActions;

  test('ask for facts that are gathered, of items that exist', () => {
    const counted = ['criticalCount', 'unclearCount', 'riskCount', 'beyondAbilityCount', 'selfCareScore'];
    const person = [
      'knownHTN',
      'knownT2DM',
      'enrolledHTN',
      'enrolledT2DM',
      'elevatedBpDays',
      'elevatedFpgDays',
      'personPresent',
    ];
    const known = [...counted, ...person, ...Object.keys(highest), ...Object.keys(positives)];
    const asked = rules.flatMap(({ when }) => comparisons(when).map(({ field }) => field));
    expect(asked.filter((field) => !known.includes(field))).toEqual([]);
    const codes = physicalItems.items.map(({ code }) => code);
    const named = [
      ...Object.values(highest).flat(),
      ...Object.values(positives),
      selfCareItem,
      ...ownRules,
      ...riskItems,
    ];
    expect(named.filter((code) => !codes.includes(code))).toEqual([]);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });
});

describe('home tables', () => {
  test.each([homeBloodPressure, homeGlucose, homeTemperature, homeWeight].map((table) => [table.kind, table] as const))(
    '%s',
    (_kind, table) => {
      const rules = [...table.rules, ...(table.mean?.rules ?? [])];
      const limits = table.limits.map(({ field }) => field);
      expect(
        faultsOf(
          rules.flatMap(({ when }) => comparisons(when)),
          table.fields,
          [...limits, 'hasCHD', 'hasT2DM'],
        ),
      ).toEqual([]);
      // The last row takes whatever is left, so that every reading has an answer.
      for (const list of [table.rules, table.mean?.rules ?? table.rules])
        expect(list.at(-1)?.when).toEqual({ all: [] });
      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
      for (const field of limits)
        expect(table.limits.filter((row) => row.field === field).at(-1)?.when).toBeUndefined();
      for (const { value, settable } of table.limits)
        if (settable) expect(value >= settable.min && value <= settable.max).toBe(true);
    },
  );
});

describe('items of the physical', () => {
  const { items } = physicalItems;

  test('each once, with what its type needs', () => {
    expect(new Set(items.map(({ code }) => code)).size).toBe(items.length);
    const lacking = items.filter((item) => {
      if (item.valueType === 'number' || item.valueType === 'number2')
        return item.min === undefined || item.max === undefined;
      if (item.valueType === 'computed') return !item.compute;
      if (item.valueType === 'composite') return !item.parts;
      if (item.valueType === 'list') return !item.columns;
      return ['choice', 'multi', 'ordinal'].includes(item.valueType) && !item.options;
    });
    expect(lacking.map(({ code }) => code)).toEqual([]);
  });

  test('what may be entered is wider than what is critical or normal', () => {
    const narrow = items.filter(
      ({ min = -Infinity, max = Infinity, critical = {}, referenceAdult, referenceElderly }) => {
        const ranges = [referenceAdult, referenceElderly].flatMap((row) => (row ? [row, row.male, row.female] : []));
        const lines = [critical.low, critical.lowInclusive, critical.high, critical.highInclusive];
        const ends = ranges.flatMap((row) => [row?.min, row?.max, row?.maxExclusive]);
        return [...lines, ...ends].some((line) => line !== undefined && (line < min || line > max));
      },
    );
    expect(narrow.map(({ code }) => code)).toEqual([]);
  });

  test('options that are named are options', () => {
    for (const item of items) {
      const named = [
        item.excludes,
        item.critical?.ordinalAtLeast,
        ...(item.abnormalOptions ?? []),
        ...(item.riskOptions ?? []),
      ];
      for (const option of named) if (option !== undefined) expect(item.options).toContain(option);
      for (const part of item.parts ?? []) for (const option of part.normal) expect(part.options).toContain(option);
    }
  });

  test('every critical limit says how sure it is', () => {
    expect(items.filter(({ critical, criticalConfidence }) => critical && !criticalConfidence)).toEqual([]);
  });
});
