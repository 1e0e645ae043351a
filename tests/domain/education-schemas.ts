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

/** What a centre owes in a year. */
export const minimumTable = z.strictObject({
  source: sources,
  confidence,
  level: text,
  items: z
    .array(
      z
        .strictObject({
          code: text,
          name: text,
          least: z.int().positive().nullable(),
          unit: z.enum(['kinds', 'boards', 'changesPerBoard', 'events', 'none']),
          rule: text,
        })
        .refine((row) => (row.least === null) === (row.unit === 'none'), 'a number has a unit'),
    )
    .min(1),
  boardChangeMonths: z.int().positive(),
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
