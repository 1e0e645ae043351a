import { z } from 'zod';

/**
 * The shape of every national table. Rules stay free of libraries, so that the shape is checked here and not on the
 * phone: a malformed table fails the tests and is never shipped.
 */

/** A text that is not empty. */
export const text = z.string().min(1);
const fact = z.union([z.number(), z.string(), z.boolean()]);
const op = z.enum(['<', '<=', '==', '>=', '>']);
/** How sure a line is. */
export const confidence = z.enum(['high', 'check']);
/** At least one source. */
export const sources = z.array(text).min(1);

const comparison = z
  .strictObject({ field: text, op, value: fact.optional(), than: text.optional() })
  .refine((row) => (row.value === undefined) !== (row.than === undefined), 'either value or than');

/** A condition, as deep as it likes. */
export const condition: z.ZodType = z.lazy(() =>
  z.union([
    comparison,
    z.strictObject({ all: z.array(condition) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
    z.strictObject({ ref: text }),
  ]),
);

/** A field of a form. */
export const field = z
  .strictObject({
    code: text,
    name: text.max(24),
    kind: z.enum(['number', 'yesNo', 'choice', 'multi', 'text']),
    required: z.boolean(),
    unit: text.optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    decimals: z.int().min(0).max(2).optional(),
    options: z.array(text).min(2).optional(),
    optionNames: z.record(z.string(), text).optional(),
    excludes: text.optional(),
    maxLength: z.int().positive().optional(),
    maxAgeDays: z.int().positive().optional(),
    levels: z.array(text).optional(),
    source: text,
  })
  .refine((row) => (row.kind === 'number') === (row.min !== undefined && row.max !== undefined), 'numbers have limits')
  .refine((row) => row.min === undefined || row.max === undefined || row.min < row.max, 'min below max')
  .refine(
    (row) => (row.kind === 'choice' || row.kind === 'multi') === (row.options !== undefined),
    'choices have options',
  )
  .refine((row) => row.excludes === undefined || row.options?.includes(row.excludes), 'excludes is an option')
  .refine(
    (row) => !row.optionNames || Object.keys(row.optionNames).join() === row.options?.join(),
    'each option named',
  );

/** Pairs of which one must be lower. */
export const crossRules = z.array(z.strictObject({ less: text, than: text }));
const words = z.record(
  z.string(),
  z.strictObject({ name: text.optional(), say: text.optional() }).refine((row) => row.name ?? row.say, 'name or say'),
);

const classRow = z.strictObject({
  id: text,
  class: text,
  when: condition,
  nextDueDays: z.int().min(0).max(1095),
  referral: z.boolean(),
  urgent: z.boolean(),
  action: text,
  resident: text.max(42),
  confidence,
});

const decisionParts = {
  name: text,
  source: sources,
  requiredInputs: z.array(text),
  context: z.array(text),
  definitions: z.record(z.string(), condition),
  decisionTable: z.array(classRow).min(1),
  words,
  classNames: z.record(z.string(), text),
};

/** Codes of the programmes. */
export const programmeCode = z.enum(['HTN', 'T2DM', 'SMI', 'CHD', 'STROKE']);
const derived = z.union([
  z.strictObject({ field: text, how: z.literal('run'), of: condition, needs: z.array(text).min(1) }),
  z.strictObject({ field: text, how: z.literal('last'), of: condition }),
  z.strictObject({
    field: text,
    how: z.literal('lastClass'),
    classes: z.array(text).min(1),
    then: text,
    otherwise: text,
  }),
]);
const target = z.record(z.string(), z.unknown());

/** A programme of follow-ups. */
export const programme = z.strictObject({
  ...decisionParts,
  code: programmeCode,
  national: z.boolean(),
  sensitive: z.boolean().optional(),
  form: z.array(field).min(1),
  crossRules,
  derived: z.array(derived),
  minFollowUpsPerYear: z.int().positive(),
  faceToFace: z.boolean(),
  minFollowUpAge: z.int().optional(),
  yearlyExam: z.array(z.strictObject({ name: text, items: z.array(z.array(text).min(1)).min(1) })),
  controlTarget: target.optional(),
  clinicalTarget: target.optional(),
  disorders: z.array(text).optional(),
  freeFpgPerYear: z.int().optional(),
  decisionNotes: text.optional(),
  note: text.optional(),
});

/** A screening. */
export const screening = z.strictObject({
  ...decisionParts,
  code: programmeCode,
  who: text,
  minAge: z.int().optional(),
  requiredOneOf: z.array(text).optional(),
  inputs: z.array(field).min(1),
  riskFactors: z.array(z.strictObject({ code: text, name: text, when: condition })).min(1),
  grades: z.array(z.strictObject({ grade: z.int(), when: condition })).optional(),
  diagnosis: z.record(z.string(), z.string()).optional(),
});

/** When a follow-up is due. */
export const dueTable = z.strictObject({
  source: sources,
  confidence,
  dueWindowDays: z.int().min(0),
  lostAfterAttempts: z.int().positive(),
  referralCheckDays: z.int().positive(),
  statusNames: z.strictObject({ upcoming: text, due: text, overdue: text, lost: text }),
});

const alertRow = z.strictObject({
  id: text,
  level: z.enum(['normal', 'watch', 'tellDoctor', 'urgent', 'emergency']),
  team: z.enum(['none', 'list', 'call']),
  when: condition,
  say: text.max(42),
  when120: text.max(42).optional(),
  source: text,
  confidence,
});

/** A kind of home measurement. */
export const homeTable = z.strictObject({
  kind: z.enum(['bloodPressure', 'glucose', 'temperature', 'weight']),
  name: text,
  fields: z.array(field).min(1),
  crossRules,
  trendFields: z.array(text),
  limits: z.array(
    z.strictObject({
      field: text,
      name: text,
      value: z.number(),
      when: condition.optional(),
      settable: z.strictObject({ min: z.number(), max: z.number() }).optional(),
      source: text,
      confidence,
    }),
  ),
  rules: z.array(alertRow).min(1),
  mean: z
    .strictObject({
      fields: z.array(text).min(1),
      days: z.int().positive(),
      minDays: z.int().positive(),
      rules: z.array(alertRow).min(1),
      source: text,
      confidence,
    })
    .optional(),
  words,
});

/** The priority groups. */
export const groupTable = z.strictObject({
  source: sources,
  note: text,
  groups: z.array(
    z.strictObject({
      code: text,
      name: text,
      when: condition,
      basis: text,
      confidence,
      note: text,
      sensitive: z.boolean().optional(),
    }),
  ),
});

/** Which record fulfils which item. */
export const fulfilmentTable = z.strictObject({
  source: sources,
  confidence,
  note: text,
  rules: z.array(z.strictObject({ item: text, when: condition })).min(1),
});

const optionsOf = (rows: readonly z.output<typeof field>[], code: string): readonly string[] =>
  rows.find((row) => row.code === code)?.options ?? [];

const recordSection = z
  .strictObject({
    kind: text,
    name: text.max(12),
    plain: text.max(24),
    fields: z.array(field).min(1).optional(),
    rowFields: z.array(field).min(1).optional(),
    rowsMax: z.int().positive().max(30).optional(),
    needs: z.array(z.strictObject({ field: text, option: text, text })).optional(),
    programmes: z.array(z.strictObject({ field: text, option: text, programme: text, confidence })).optional(),
    restricted: z.literal(true).optional(),
  })
  .refine((row) => (row.fields === undefined) !== (row.rowFields === undefined), 'a sheet or rows')
  .refine((row) => (row.rowFields === undefined) === (row.rowsMax === undefined), 'rows have a limit')
  .refine((row) => {
    const fields = row.fields ?? row.rowFields ?? [];
    return [...(row.needs ?? []), ...(row.programmes ?? [])].every((rule) =>
      optionsOf(fields, rule.field).includes(rule.option),
    );
  }, 'rules are over options that there are')
  .refine(
    (row) =>
      (row.needs ?? []).every((need) => (row.fields ?? row.rowFields ?? []).some(({ code }) => code === need.text)),
    'what is asked for is a field',
  );
const named = z.strictObject({ code: text, name: text.max(12), source: text });

/** The parts of a health record. */
export const recordForm = z.strictObject({
  source: sources,
  note: text,
  sections: z.array(recordSection).min(1),
  tags: z.array(named).min(1),
  closings: z.array(named).min(1),
});
