import { z } from 'zod';
import { day, id, idParams, instant, list, rev, text } from './common';
import { physicalPaths } from './physical.paths';
import { defineRoutes } from './route';

/** Items that the doctor may name at once; the form has fewer. */
const MAX_ITEMS = 80;

/** Greatest size of a file with laboratory values; a thousand rows have a fifth of it. */
export const MAX_LAB_BYTES = 1024 * 1024;
/** People whose values one call of the import takes. */
export const LAB_BATCH = 50;

const itemCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,15}$/, { error: 'ITEM' });
const sex = z.enum(['male', 'female']);
const verdict = z.enum(['normal', 'abnormal', 'critical', 'recorded']);
const direction = z.enum(['low', 'high', 'finding']);
const partCode = z.string().max(32, { error: 'TOO_LONG' });

/** A value in the form that its item asks for; which one, `domain/exam-value` says. */
export const examValue = z.union([
  z.number(),
  z.string().max(100, { error: 'TOO_LONG' }),
  z.array(z.record(partCode, z.string().max(200, { error: 'TOO_LONG' }))).max(30, { error: 'TOO_MANY' }),
  z.record(
    partCode,
    z.union([
      z.number(),
      z.boolean(),
      z.string().max(500, { error: 'TOO_LONG' }),
      z.array(z.string().max(60, { error: 'TOO_LONG' })).max(40, { error: 'TOO_MANY' }),
    ]),
  ),
]);

/** The range that a laboratory printed on its own sheet. */
const labRange = z
  .object({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, { error: 'EMPTY' })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, { error: 'ORDER' });

/** What somebody enters of one item: a value, that the person did not want it, or nothing any more. */
const entryChange = z
  .object({
    code: itemCode,
    /** The revision of the item that the writer saw; 0 where there was none. */
    rev,
    value: examValue.optional(),
    /** Why the person did not have it done. */
    refused: text(100).optional(),
    clear: z.literal(true).optional(),
    labRange: labRange.optional(),
  })
  .refine(({ value, refused, clear }) => [value, refused, clear].filter((part) => part !== undefined).length === 1, {
    error: 'ONE_OF',
    path: ['value'],
  });

/** One item of an examination as it stands. */
export const physicalEntry = z.object({
  code: itemCode,
  rev,
  /** Null where it was refused or taken out. */
  value: examValue.nullable(),
  refused: z.string().nullable(),
  labRange: z.object({ min: z.number().optional(), max: z.number().optional() }).nullable(),
  byName: z.string(),
  at: instant,
  /** Null where there is no value. */
  verdict: verdict.nullable(),
  direction: direction.nullable(),
  band: z.string().nullable(),
  sentence: z.string().nullable(),
});

/** Whether the items of a station are there. */
export const stationProgress = z.object({
  code: z.string(),
  name: z.string(),
  state: z.enum(['waiting', 'begun', 'done']),
  /** Short names of the required items that are missing. */
  missing: z.array(z.string()),
});

export const physicalStatus = z.enum(['open', 'inReview', 'released']);

const person = z.object({
  residentId: id,
  name: z.string(),
  sex,
  /** Full years on the day of the examination. */
  age: z.number().int(),
});

const selfCare = z.object({ total: z.number().int(), bandName: z.string() });

/** Diseases that the doctor knows of and that change what is asked and what follows. */
export const knownDisease = z.enum(['HTN', 'T2DM', 'CHD', 'STROKE'], { error: 'UNKNOWN' });

/** What the doctor says of the whole. */
const review = z.object({
  summary: z.string(),
  guidance: z.string(),
  /** Items that this centre cannot deal with. */
  beyondAbility: z.array(itemCode),
  known: z.array(knownDisease),
});

/** An examination as those see it who work on it. */
export const physical = person.extend({
  id,
  day,
  year: z.number().int(),
  serviceName: z.string(),
  status: physicalStatus,
  /** 1, and one more with each amendment. */
  version: z.number().int(),
  /** Why it was opened again; null for the first version. */
  amendedReason: z.string().nullable(),
  rev,
  entries: z.array(physicalEntry),
  /** Values that were computed, with their judgement. */
  computed: z.array(physicalEntry.pick({ code: true, verdict: true, sentence: true }).extend({ value: z.number() })),
  stations: z.array(stationProgress),
  /** Codes of the required items that are neither there nor refused. */
  missing: z.array(itemCode),
  remarks: z.array(z.string()),
  counts: z.object({ normal: z.number().int(), abnormal: z.number().int(), critical: z.number().int() }),
  selfCare: selfCare.nullable(),
  review,
  /** Values of earlier years, the newest first. */
  earlier: z.array(z.object({ day, values: z.array(z.object({ code: itemCode, value: z.string(), verdict })) })),
  can: z.object({ release: z.boolean(), reopen: z.boolean() }),
});

/** Somebody of the day. */
const listedPhysical = person.extend({
  /** Null until somebody opens it. */
  id: id.nullable(),
  bookingId: id.nullable(),
  /** The number in the queue. */
  number: z.number().int().nullable(),
  place: z.string().nullable(),
  status: physicalStatus.nullable(),
  stations: z.array(stationProgress),
});

/** What is to be done at once because of a value. */
const urgentValue = z.object({ code: itemCode, sentence: z.string(), say: z.string() });

const labFile = z
  .base64()
  .min(1, { error: 'EMPTY' })
  .max(Math.ceil(MAX_LAB_BYTES / 3) * 4, { error: 'TOO_LARGE' });
const LAB_BODY_BYTES = 1_500_000;

/** One row of a laboratory's file. */
const labRow = z.object({
  /** Line of the table, the heading being 1. */
  line: z.number().int(),
  /** As it stands in the file. */
  name: z.string(),
  /** Values of the row that are new, or other than those that stand. */
  values: z.number().int(),
  /** Sentences that name the column; such a row is left out. */
  faults: z.array(z.string()),
});

/** One item as the person reads it. */
export const reportItem = z.object({
  code: itemCode,
  section: z.string(),
  plain: z.string(),
  name: z.string(),
  /** In words, with the choices spelled out. */
  value: z.string(),
  unit: z.string(),
  /** In words; null where there is none. */
  reference: z.string().nullable(),
  verdict,
  direction: direction.nullable(),
  /** One plain sentence. */
  sentence: z.string(),
  /** What to do; null for what is normal. */
  advice: z.string().nullable(),
  /** The same item in earlier years, the newest first. */
  earlier: z.array(z.object({ day, value: z.string(), verdict })),
});

export const physicalReport = person.extend({
  id,
  day,
  year: z.number().int(),
  version: z.number().int(),
  releasedAt: instant,
  doctorName: z.string(),
  /** Whether every required item was done. */
  complete: z.boolean(),
  counts: physical.shape.counts,
  /** What is not normal first, the critical before all. */
  items: z.array(reportItem),
  refused: z.array(z.object({ plain: z.string(), reason: z.string() })),
  remarks: z.array(z.string()),
  selfCare: selfCare.nullable(),
  summary: z.string(),
  guidance: z.string(),
});

/** A released examination in a person's list. */
export const releasedPhysical = physicalReport.pick({
  id: true,
  day: true,
  year: true,
  version: true,
  releasedAt: true,
  doctorName: true,
  complete: true,
  counts: true,
});

export const physicalRoutes = defineRoutes({
  list: {
    ...physicalPaths.list,
    summary: 'Everybody who came for a check-up on a day, with what is done and missing by station; audited',
    query: z.object({ day }),
    reply: list(listedPhysical),
  },
  open: {
    ...physicalPaths.open,
    summary:
      "Begin or find somebody's check-up by a code, a booking (which checks them in) or, for a walk-in, the person",
    body: z
      .object({
        code: z
          .string()
          .regex(/^(\d{18}|\d{20})$/, { error: 'CODE' })
          .optional(),
        bookingId: id.optional(),
        residentId: id.optional(),
      })
      .refine(
        (body) => [body.code, body.bookingId, body.residentId].filter((part) => part !== undefined).length === 1,
        {
          error: 'ONE_OF',
          path: ['code'],
        },
      ),
    reply: physical,
    errors: ['NOT_FOUND', 'CHECK_IN_CODE_STALE', 'CARD_NOT_VALID', 'CHECK_IN_NOT_NOW', 'STATE_CONFLICT'],
  },
  get: {
    ...physicalPaths.get,
    summary: 'A check-up with all that is entered, judged, for those who work on it',
    params: idParams,
    reply: physical,
    errors: ['NOT_FOUND'],
  },
  enter: {
    ...physicalPaths.enter,
    summary:
      'Enter, refuse or take out items: each is written if nobody changed it since, whatever becomes of the others',
    params: idParams,
    body: z.object({
      entries: z
        .array(entryChange)
        .min(1, { error: 'EMPTY' })
        .max(MAX_ITEMS, { error: 'TOO_MANY' })
        .refine((rows) => new Set(rows.map(({ code }) => code)).size === rows.length, { error: 'REPEATED' }),
    }),
    reply: physical.extend({
      /** Items that somebody else changed meanwhile, and that were not written. */
      conflicts: z.array(itemCode),
      /** What is to be done at once because of what was entered. */
      urgent: z.array(urgentValue),
    }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  review: {
    ...physicalPaths.review,
    summary: "Keep the doctor's summary, advice and what is beyond the centre's ability",
    params: idParams,
    body: z.object({
      rev,
      summary: z.union([z.literal(''), text(2000)]),
      guidance: z.union([z.literal(''), text(2000)]),
      beyondAbility: z.array(itemCode).max(MAX_ITEMS, { error: 'TOO_MANY' }),
      known: z.array(knownDisease).max(4, { error: 'TOO_MANY' }),
    }),
    reply: physical,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  release: {
    ...physicalPaths.release,
    summary: 'Release the report to the person, by a doctor; every required item is there or marked as refused',
    params: idParams,
    body: z.object({ rev }),
    reply: physical,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'PHYSICAL_INCOMPLETE'],
  },
  reopen: {
    ...physicalPaths.reopen,
    summary:
      'Open a released report again as a new version; the person reads the old one until the new one is released',
    params: idParams,
    body: z.object({ rev, reason: text(200) }),
    reply: physical,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  checkLab: {
    ...physicalPaths.checkLab,
    summary:
      "Read a laboratory's file (.xlsx, or .csv in UTF-8 or GB18030, in base64) and say row by row what an import would do",
    body: z.object({ file: labFile, day }),
    bodyLimitBytes: LAB_BODY_BYTES,
    reply: z.object({
      rows: z.array(
        labRow.extend({
          outcome: z.enum(['new', 'same', 'faulty']),
        }),
      ),
      /** Columns that no item has. */
      unknownColumns: z.array(z.string()),
    }),
  },
  importLab: {
    ...physicalPaths.importLab,
    summary:
      'Take over the values of a file, some rows a call: rows with faults are left out, what stands the same stays, so that it may be repeated',
    body: z.object({ file: labFile, day, fromRow: z.number().int().min(0, { error: 'TOO_SMALL' }) }),
    bodyLimitBytes: LAB_BODY_BYTES,
    reply: z.object({
      rows: z.array(
        labRow.extend({
          outcome: z.enum(['taken', 'same', 'conflict', 'faulty']),
          /** What is to be done at once because of the values. */
          urgent: z.array(urgentValue),
        }),
      ),
      /** `fromRow` of the next call; null after the last row. */
      nextRow: z.number().int().nullable(),
    }),
  },
  report: {
    ...physicalPaths.report,
    summary: 'The released report in plain words, with earlier years beside it',
    params: idParams,
    reply: physicalReport,
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING'],
  },
  ofResident: {
    ...physicalPaths.ofResident,
    summary: "A person's released reports, the newest first",
    params: idParams,
    reply: list(releasedPhysical),
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING'],
  },
});

export type PhysicalRoutes = typeof physicalRoutes;
export type Physical = z.output<typeof physical>;
export type PhysicalEntry = z.output<typeof physicalEntry>;
export type StationProgress = z.output<typeof stationProgress>;
export type PhysicalReport = z.output<typeof physicalReport>;
export type ReportItem = z.output<typeof reportItem>;
export type ReleasedPhysical = z.output<typeof releasedPhysical>;
