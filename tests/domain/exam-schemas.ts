import { z } from 'zod';
import { condition, confidence, crossRules, programmeCode, sources, text } from './table-schemas';

/** The shape of the physical's tables. */

const range = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  maxExclusive: z.number().optional(),
});
const reference = z.union([
  z.strictObject({
    ...range.shape,
    ageFrom: z.int().optional(),
    confidence: confidence.optional(),
    source: text.optional(),
  }),
  z.strictObject({ male: range, female: range, ageFrom: z.int().optional() }),
  z.strictObject({ equals: text }),
]);
const critical = z.strictObject({
  low: z.number().optional(),
  lowInclusive: z.number().optional(),
  high: z.number().optional(),
  highInclusive: z.number().optional(),
  ordinalAtLeast: text.optional(),
});
const part = z.strictObject({
  code: text,
  name: text,
  kind: z.enum(['choice', 'multi']),
  options: z.array(text).min(2),
  excludes: text.optional(),
  normal: z.array(text).min(1),
});
const advice = text.max(42).optional();

/** An item of the physical. */
export const examItem = z.strictObject({
  code: text,
  section: text,
  station: text,
  name: text,
  plain: text.max(8),
  about: text.max(8).optional(),
  valueType: z.enum([
    'number',
    'number2',
    'computed',
    'score',
    'choice',
    'multi',
    'list',
    'ordinal',
    'finding',
    'composite',
    'link',
  ]),
  unit: z.string(),
  required: z.boolean(),
  requiredWhen: z.array(programmeCode).optional(),
  onlySex: z.enum(['male', 'female']).optional(),
  options: z.array(text).min(2).optional(),
  excludes: text.optional(),
  abnormalOptions: z.array(text).optional(),
  riskOptions: z.array(text).optional(),
  parts: z.array(part).optional(),
  columns: z
    .array(z.strictObject({ code: text, name: text, maxLength: z.int().optional(), options: z.array(text).optional() }))
    .optional(),
  compute: z.strictObject({ formula: z.literal('bmi'), weight: text, height: text, decimals: z.int() }).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  decimals: z.int().min(0).max(2).optional(),
  referenceAdult: reference.optional(),
  referenceElderly: reference.optional(),
  critical: critical.optional(),
  criticalConfidence: confidence.optional(),
  bands: z
    .array(z.strictObject({ min: z.number().optional(), maxExclusive: z.number().optional(), say: text }))
    .optional(),
  advice,
  adviceHigh: advice,
  adviceLow: advice,
  urgent: advice,
  urgentHigh: advice,
  urgentLow: advice,
  mayBeUrgent: text.optional(),
  note: text.optional(),
  source: text,
  confidence,
});

/** The items of the physical. */
export const examTable = z.strictObject({
  source: sources,
  elderlyFromAge: z.int(),
  armDifference: z.strictObject({
    pairs: z.array(z.strictObject({ left: text, right: text })),
    limit: z.number(),
    confidence,
    source: text,
  }),
  crossRules,
  unitWords: z.record(z.string(), text),
  items: z.array(examItem).min(1),
});

/** The stations of the physical. */
export const stationTable = z.strictObject({
  source: sources,
  stations: z.array(
    z.strictObject({
      code: text,
      name: text,
      after: z.array(text),
      fasting: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

/** What follows a physical. */
export const actionTable = z.strictObject({
  source: sources,
  reportDeadlineDays: z.int().positive(),
  reportDeadlineBasis: text,
  reportDeadlineConfidence: confidence,
  highest: z.record(z.string(), z.array(text).min(1)),
  selfCareItem: text,
  positives: z.record(z.string(), text),
  ownRules: z.array(text),
  riskItems: z.array(text),
  lookBackDays: z.strictObject({ elevatedBpDays: z.int().positive(), elevatedFpgDays: z.int().positive() }),
  recheckItems: z.partialRecord(z.enum(['bloodPressure', 'glucose', 'finding', 'risk']), z.array(z.array(text).min(1))),
  rules: z.array(
    z.strictObject({
      id: text,
      when: condition,
      actions: z
        .array(
          z.strictObject({
            kind: z.enum([
              'actNow',
              'call',
              'urgentReferral',
              'referral',
              'referralCheck',
              'recheck',
              'enrol',
              'followUp',
              'homeVisit',
              'fullScale',
              'advice',
              'nextExam',
            ]),
            subject: z.enum(['bloodPressure', 'glucose', 'finding', 'risk']).optional(),
            programme: programmeCode.optional(),
            withinDays: z.int().min(0),
            say: text.max(42),
          }),
        )
        .min(1),
      source: text,
      confidence,
    }),
  ),
});

/** The assessment of self-care. */
export const selfCare = z.strictObject({
  source: text,
  confidence,
  note: text,
  levels: z.array(text).length(4),
  levelNames: z.array(text).length(4),
  items: z.array(z.strictObject({ code: text, name: text, scores: z.array(z.int().min(0)).length(4) })).min(1),
  maxTotal: z.int(),
  bands: z.array(z.strictObject({ code: text, name: text, min: z.int(), max: z.int() })).min(1),
});
