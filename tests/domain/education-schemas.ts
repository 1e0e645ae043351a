import { z } from 'zod';
import { confidence, sources, text } from './table-schemas';

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

/** Kinds of activities; every field that a kind keeps has a name. */
export const activityTable = z
  .strictObject({
    source: sources,
    confidence,
    fieldNames: z.record(text, text),
    kinds: z.array(z.strictObject({ code: text, name: text.max(16), fields: z.array(text).min(1) })).min(1),
  })
  .refine((table) => table.kinds.every((kind) => kind.fields.every((field) => field in table.fieldNames)), 'names');

const levelled = <T extends z.ZodType>(value: T) => z.strictObject({ centre: value, station: value });

/** What a house owes in a year; where the year is cut into parts, the number is that of the parts. */
export const minimumTable = z.strictObject({
  source: sources,
  confidence,
  levels: levelled(text),
  items: z
    .array(
      z
        .strictObject({
          code: text,
          name: text,
          least: levelled(z.int().positive().nullable()),
          unit: z.enum(['kinds', 'boards', 'changesPerBoard', 'events', 'none']),
          rule: text,
          kinds: z.array(text).min(1).optional(),
          onHealthDay: z.boolean().optional(),
          everyMonths: levelled(z.int().positive()).optional(),
        })
        .refine((row) => (row.least.centre === null) === (row.unit === 'none'), 'a number has a unit')
        .refine((row) => (row.unit === 'events') === (row.kinds !== undefined), 'events are of some kinds')
        .refine(
          ({ least, everyMonths: every }) =>
            !every || (least.centre === 12 / every.centre && least.station === 12 / every.station),
          'the parts of the year are the number',
        ),
    )
    .min(1),
  board: z.strictObject({ leastArea: z.number().positive(), heightFrom: z.number(), heightTo: z.number() }),
  evidence: z.array(text).min(1),
});

/** Days and months of the year. */
export const healthDayTable = z.strictObject({
  source: sources,
  days: z.array(
    z.union([
      z.strictObject({ name: text, confidence, day: monthDay, endDay: monthDay.optional() }),
      z.strictObject({
        name: text,
        confidence,
        month: z.int().min(1).max(12),
        weekday: z.int().min(1).max(7),
        week: z.int().min(1).max(5),
      }),
    ]),
  ),
  months: z.array(z.strictObject({ month: z.int().min(1).max(12), name: text })),
});

const codes = (rows: readonly { code: string }[]): boolean => new Set(rows.map((row) => row.code)).size === rows.length;

/** The health prescriptions. */
export const prescriptionTable = z.strictObject({
  source: sources,
  confidence,
  notice: text,
  prescriptions: z
    .array(z.strictObject({ code: text, disease: text, version: z.int().positive(), text: text.max(400) }))
    .min(1)
    .refine(codes, 'codes once'),
});

/** The question bank. */
export const quizTable = z.strictObject({
  source: sources,
  confidence,
  rules: z.strictObject({
    passScore: z.int().min(1).max(100),
    perPaper: z.int().positive(),
    onePrizePerResident: z.boolean(),
  }),
  questions: z
    .array(
      z.strictObject({
        code: text,
        category: text,
        text,
        options: z.strictObject({ A: text, B: text, C: text, D: text }),
        answer: z.enum(['A', 'B', 'C', 'D']),
        explanation: text,
      }),
    )
    .min(1)
    .refine(codes, 'codes once'),
});
