import { z } from 'zod';
import { daysBetween } from '../domain/clinic-day';
import {
  homeKinds,
  MEASUREMENT_LIST_MAX,
  MEASUREMENT_SPAN_DAYS,
  MEASUREMENT_WORDS_MAX,
  READING_NOTE_MAX,
} from '../domain/home-entry';
import { day, id, idParams, instant, list, rev, text } from './common';
import { measurementPaths } from './measurement.paths';
import { defineRoutes } from './route';

const kind = z.enum(homeKinds, { error: 'UNKNOWN' });
const level = z.enum(['normal', 'watch', 'tellDoctor', 'urgent', 'emergency']);

/** What was measured, by the field's code; the kind's own table checks it (`checkReading`). */
const values = z.record(
  z.string().regex(/^[A-Za-z]{1,32}$/),
  z.union([z.number(), z.string().max(40), z.array(z.string().max(40)).max(20)]),
);

/** What a reading means, as the table said it when it came. */
const meaning = z.object({
  level,
  ruleId: z.string(),
  say: z.string(),
  /** When to call 120. */
  when120: z.string().nullable(),
});

/** Something that was measured at home or by staff. */
export const measurement = z.object({
  id,
  residentId: id,
  kind,
  values,
  takenAt: instant,
  /** Clinic day of `takenAt`. */
  day,
  note: z.string().nullable(),
  enteredAs: z.enum(['self', 'relative', 'staff']),
  status: z.enum(['kept', 'withdrawn']),
  meaning,
  /** Of what the team looks at: when somebody did. */
  seen: z.object({ at: instant.nullable() }).nullable(),
  can: z.object({ withdraw: z.boolean(), restore: z.boolean() }),
  rev,
});

const alertOfMean = z.object({ level, say: z.string(), when120: z.string().nullable() });

/** The mean of a week. */
const week = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('tooFew'), days: z.number().int(), daysNeeded: z.number().int() }),
  z.object({
    outcome: z.literal('mean'),
    days: z.number().int(),
    means: z.record(z.string(), z.number()),
    alert: alertOfMean,
  }),
]);

/** Where a value is going, against the person's own usual band. */
const trend = z.object({
  field: z.string(),
  name: z.string(),
  direction: z.enum(['rising', 'falling', 'steady']),
  recentMean: z.number(),
  bandLow: z.number(),
  bandHigh: z.number(),
});

/** A line at which a person is told. */
const limitLine = z.object({
  field: z.string(),
  name: z.string(),
  kind,
  /** What holds for the person. */
  value: z.number(),
  /** What the table says without a doctor's own line. */
  standard: z.number(),
  own: z.boolean(),
  min: z.number(),
  max: z.number(),
});

const limitsReply = z.object({
  items: z.array(limitLine),
  history: z.array(
    z.object({ at: instant, byName: z.string(), reason: z.string(), limits: z.record(z.string(), z.number()) }),
  ),
  rev,
});

/** A reading that staff look at at once, in the list: nothing of what was measured. */
export const listedAlert = z.object({
  id,
  kind,
  level,
  takenAt: instant,
  enteredAt: instant,
  /** Masked. */
  residentName: z.string(),
  /** When it goes to the others, if nobody answers. */
  escalatesAt: instant,
  escalated: z.boolean(),
  /** The person took the reading back: somebody asks all the same. */
  withdrawn: z.boolean(),
});

/** The same in full, for whoever telephones. */
export const fullAlert = listedAlert.extend({
  residentId: id,
  fullName: z.string(),
  age: z.number().int(),
  phone: z.string().nullable(),
  values,
  note: z.string().nullable(),
  /** The values that fired the rule, in words. */
  because: z.string(),
  say: z.string(),
  when120: z.string().nullable(),
  task: z.object({ say: z.string(), rev }),
});

export const measurementRoutes = defineRoutes({
  create: {
    ...measurementPaths.create,
    summary: 'Put down something that was measured, by the person, a relative who may see the file, or staff',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({ kind, values, takenAt: instant, note: text(READING_NOTE_MAX).optional() }),
    reply: measurement,
    errors: [
      'NOT_FOUND',
      'PROXY_SCOPE_MISSING',
      'ACCESS_LIMITED',
      'CONSENT_REQUIRED',
      'STATE_CONFLICT',
      'IDEMPOTENCY_MISMATCH',
    ],
  },
  list: {
    ...measurementPaths.list,
    summary: `What was measured of one kind in at most ${MEASUREMENT_SPAN_DAYS} days, the newest first, with the person's lines, the week's mean and the trend`,
    params: idParams,
    /** The last thirty days unless both are given. */
    query: z
      .object({ kind: kind.default('bloodPressure'), fromDay: day.optional(), toDay: day.optional() })
      .refine(({ fromDay, toDay }) => !fromDay === !toDay, { error: 'EMPTY', path: ['toDay'] })
      .refine(({ fromDay = '', toDay = '' }) => fromDay <= toDay, { error: 'DAY_ORDER', path: ['toDay'] })
      .refine(({ fromDay, toDay }) => !fromDay || !toDay || !(daysBetween(fromDay, toDay) >= MEASUREMENT_SPAN_DAYS), {
        error: 'TOO_MANY',
        path: ['toDay'],
      }),
    reply: z.object({
      /** At most the newest `MEASUREMENT_LIST_MAX`. */
      items: z.array(measurement).max(MEASUREMENT_LIST_MAX),
      /** Facts that the rules ask for, so that the phone can judge by itself. */
      facts: z.record(z.string(), z.boolean()),
      limits: z.record(z.string(), z.number()),
      week: week.nullable(),
      trends: z.array(trend),
      /** Whether the caller, who looks after somebody else, is told of what is urgent; null for all others. */
      told: z.boolean().nullable(),
    }),
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  withdraw: {
    ...measurementPaths.withdraw,
    summary: 'Take back within a day what the caller put down wrongly; it stays as taken back',
    params: idParams,
    body: z.object({ rev }),
    reply: measurement,
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  restore: {
    ...measurementPaths.restore,
    summary: 'Undo taking a reading back, within a day of putting it down',
    params: idParams,
    body: z.object({ rev }),
    reply: measurement,
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  wish: {
    ...measurementPaths.wish,
    summary: 'Whether a relative who may see the file is told of urgent readings',
    params: idParams,
    body: z.object({ told: z.boolean() }),
    reply: z.object({ told: z.boolean() }),
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING', 'STATE_CONFLICT'],
  },
  limits: {
    ...measurementPaths.limits,
    summary: "The lines that hold for a person, the bounds of a doctor's own, and who changed them",
    params: idParams,
    reply: limitsReply,
    errors: ['NOT_FOUND', 'ACCESS_LIMITED'],
  },
  saveLimits: {
    ...measurementPaths.saveLimits,
    summary: "Set a person's own lines within the table's bounds; a line that is left out is the table's",
    params: idParams,
    body: z.object({
      rev,
      limits: z.record(z.string().regex(/^[A-Za-z]{1,32}$/), z.number()),
      reason: text(MEASUREMENT_WORDS_MAX),
    }),
    reply: limitsReply,
    errors: ['NOT_FOUND', 'ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  alerts: {
    ...measurementPaths.alerts,
    summary: 'Readings that somebody has to look at now, the longest waiting first',
    reply: list(listedAlert),
  },
  countAlerts: {
    ...measurementPaths.countAlerts,
    summary: 'How many of them there are, and how many waited too long',
    reply: z.object({ open: z.number().int(), late: z.number().int() }),
  },
  alert: {
    ...measurementPaths.alert,
    summary: 'One of them in full, with the phone',
    params: idParams,
    reply: fullAlert,
    errors: ['NOT_FOUND'],
  },
  acknowledge: {
    ...measurementPaths.acknowledge,
    summary: 'Say that the person was asked and what came of it; of two who do, one is heard',
    params: idParams,
    body: z.object({ rev, words: text(MEASUREMENT_WORDS_MAX) }),
    reply: z.object({ id }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
});

export type MeasurementRoutes = typeof measurementRoutes;
export type Measurement = z.output<typeof measurement>;
export type ListedAlert = z.output<typeof listedAlert>;
export type FullAlert = z.output<typeof fullAlert>;
export type LimitLine = z.output<typeof limitLine>;
