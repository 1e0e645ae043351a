import { z } from 'zod';
import { activityKind } from './activity-kind';
import { day, id, idParams, instant, list, text } from './common';
import { lecturePaths } from './lecture.paths';
import { MAX_FAMILY } from './booking.routes';

/** Somebody who came, and how the centre knows it. */
const comer = z.object({ residentId: id, name: z.string(), via: z.enum(['registered', 'walkIn']) });

/** A code as it is scanned: digits alone. */
const code = z.string().regex(/^\d{18}$/, { error: 'CODE' });

/** Who came, counted once each. */
export const attendanceCounts = z.object({
  /** Registered and came. */
  registered: z.number().int(),
  /** Known, and came without having registered. */
  walkIns: z.number().int(),
  /** Counted only: people without a phone, groups. */
  counted: z.number().int(),
  total: z.number().int(),
});

/** People who came and are only counted. */
export const countedGroup = z.object({ id, count: z.number().int(), note: z.string(), at: instant });

/** One tap after an activity: content, so-so, not content. */
export const feedbackRating = z.enum(['good', 'fair', 'poor'], { error: 'UNKNOWN' });

/** Feedback that may still be given, was given, or cannot be. */
const feedbackState = z.enum(['open', 'given', 'closed']);

/** Most people whom one note counts. */
export const MAX_COUNTED = 2000;
/** Longest words of somebody who was there. */
export const FEEDBACK_WORDS_MAX = 200;

const healthDayEvent = z.object({
  id,
  kind: activityKind,
  title: z.string(),
  day,
  state: z.enum(['draft', 'published', 'done']),
});

/** The day itself, what people say afterwards, and the year. */
export const lectureDayRoutes = {
  checkIn: {
    ...lecturePaths.checkIn,
    summary:
      'Somebody has come. Residents send the code that is shown there, for themselves and for those they act for; ' +
      'staff name the resident, who needs no seat',
    params: idParams,
    body: z.object({
      code: code.optional(),
      residentIds: z.array(id).min(1, { error: 'EMPTY' }).max(MAX_FAMILY, { error: 'TOO_MANY' }).optional(),
      residentId: id.optional(),
    }),
    reply: z.object({
      checkedIn: z.array(comer),
      /** Who may be checked in as well, where there is a choice to make. */
      choices: z.array(z.object({ residentId: id, name: z.string() })),
      /** To be sent as `code` with the choice: the code on the wall is another one by then. */
      pass: code.nullable(),
    }),
    errors: ['CHECK_IN_CODE_STALE', 'CHECK_IN_NOT_NOW', 'STATE_CONFLICT', 'CONSENT_REQUIRED', 'PROXY_SCOPE_MISSING'],
  },
  code: {
    ...lecturePaths.code,
    summary: 'The code to show at the activity; another one every half minute',
    params: idParams,
    reply: z.object({ code, renewAt: instant }),
    errors: ['CHECK_IN_NOT_NOW'],
  },
  attendance: {
    ...lecturePaths.attendance,
    summary: 'Who registered and who came, with those who are only counted; each reading is audited',
    params: idParams,
    reply: z.object({
      people: z.array(
        comer.extend({
          age: z.number().int(),
          phoneMasked: z.string().nullable(),
          came: z.boolean(),
          at: instant.nullable(),
          /** Set for whoever came without a seat: by it the note is taken back. */
          entryId: id.nullable(),
        }),
      ),
      groups: z.array(countedGroup),
      counts: attendanceCounts,
    }),
  },
  addCounted: {
    ...lecturePaths.addCounted,
    summary: 'Count people who came and whom nobody has to know by name',
    params: idParams,
    idempotent: true,
    status: 201,
    body: z.object({
      count: z.number().int().min(1, { error: 'TOO_SMALL' }).max(MAX_COUNTED, { error: 'TOO_LARGE' }),
      note: z.string().trim().max(60, { error: 'TOO_LONG' }).default(''),
    }),
    reply: countedGroup,
    errors: ['STATE_CONFLICT'],
  },
  withdrawEntry: {
    ...lecturePaths.withdrawEntry,
    summary: 'Take back a note of somebody who came without a seat, or of people who were counted',
    params: idParams,
    reply: z.object({ id }),
    errors: ['STATE_CONFLICT'],
  },
  mine: {
    ...lecturePaths.mine,
    summary: 'What the caller and those they act for have to do with an activity, and what was handed out to them',
    params: idParams,
    reply: z.object({
      people: z.array(
        z.object({
          residentId: id,
          name: z.string(),
          bookingId: id.nullable(),
          came: z.boolean(),
          feedback: feedbackState,
        }),
      ),
      /** For those who came, once it is over. */
      articles: z.array(z.object({ id, title: z.string() })),
      pictures: z.array(z.string()),
    }),
  },
  feedback: {
    ...lecturePaths.feedback,
    summary: 'Say once how it was; counted without names',
    params: idParams,
    idempotent: true,
    status: 201,
    body: z.object({
      residentId: id,
      rating: feedbackRating,
      words: text(FEEDBACK_WORDS_MAX).optional(),
    }),
    reply: z.object({ residentId: id, feedback: feedbackState }),
    errors: ['STATE_CONFLICT', 'CONSENT_REQUIRED', 'PROXY_SCOPE_MISSING', 'IDEMPOTENCY_MISMATCH'],
  },
  healthDays: {
    ...lecturePaths.healthDays,
    summary: 'The health days and months of a year, with what is held on them',
    query: z.object({
      year: z.coerce.number().int().min(2000, { error: 'TOO_SMALL' }).max(2100, { error: 'TOO_LARGE' }),
    }),
    reply: list(
      z.object({
        name: z.string(),
        day,
        /** The last day of a week or month. */
        endDay: day.nullable(),
        /** `check`: the centre has to look whether the day is right this year. */
        confidence: z.enum(['high', 'check']),
        state: z.enum(['done', 'planned', 'none']),
        events: z.array(healthDayEvent),
      }),
    ),
  },
  figures: {
    ...lecturePaths.figures,
    summary: 'Activities whose record is closed, and person-times, by kind and month',
    query: z
      .object({ fromDay: day, toDay: day })
      .refine(({ fromDay, toDay }) => fromDay <= toDay, { error: 'ORDER', path: ['toDay'] }),
    reply: z.object({
      items: z.array(
        z.object({
          kind: activityKind,
          /** `YYYY-MM` */
          month: z.string(),
          events: z.number().int(),
          personTimes: z.number().int(),
        }),
      ),
      handouts: z.array(z.object({ name: z.string(), copies: z.number().int() })),
    }),
  },
} as const;
