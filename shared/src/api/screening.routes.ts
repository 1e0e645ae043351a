import { z } from 'zod';
import { SCREENING_WORDS_MAX } from '../domain/screening-entry';
import { day, id, idParams, instant, page, pageQuery, rev, text } from './common';
import { personName, phone } from './resident.routes';
import { defineRoutes } from './route';
import { screeningPaths } from './screening.paths';

const sex = z.enum(['male', 'female'], { error: 'UNKNOWN' });

/** What was measured, by the field's code; the tables check it (`checkScreening`). */
const values = z.record(z.string().regex(/^[A-Za-z]{1,32}$/), z.union([z.number(), z.boolean()]));

/** A screening in the street, on one day at one place. */
export const screeningEvent = z.object({
  id,
  place: z.string(),
  day,
  /** Who of the staff is there, in words. */
  crew: z.string(),
  /** Whether entries are taken today. */
  open: z.boolean(),
});

/** What the table of one disease says. */
const result = z.object({
  programme: z.enum(['HTN', 'T2DM']),
  class: z.string(),
  className: z.string(),
  ruleId: z.string(),
  sentence: z.string(),
  /** What staff do. */
  action: z.string(),
  /** What the person hears. */
  say: z.string(),
  urgent: z.boolean(),
  grade: z.number().int(),
});

/** Somebody who was measured at an event. */
export const screeningEntry = z.object({
  id,
  eventId: id,
  at: instant,
  residentId: id.nullable(),
  /** Masked; null of somebody who gave none. */
  name: z.string().nullable(),
  age: z.number().int(),
  sex,
  values,
  results: z.array(result),
  status: z.enum(['kept', 'withdrawn']),
  /** Whether somebody has to look after it: `open` until it is linked to a record or settled. */
  candidate: z.enum(['open', 'settled']).nullable(),
  can: z.object({ withdraw: z.boolean() }),
  rev,
});

/** Somebody unknown who may be a new case. */
export const screeningCandidate = screeningEntry.extend({
  place: z.string(),
  day,
  fullName: z.string().nullable(),
  phone: z.string().nullable(),
});

const figures = z.object({
  events: z.number().int(),
  /** Person-times: everybody each time. */
  people: z.number().int(),
  bloodPressure: z.number().int(),
  glucose: z.number().int(),
  /** Those who may be new cases. */
  suspects: z.number().int(),
  /** Those who are on record. */
  known: z.number().int(),
});

const personParts = {
  residentId: id.optional(),
  name: personName.optional(),
  phone: phone.optional(),
  age: z.number().int().min(0).max(130).optional(),
  sex: sex.optional(),
};

export const screeningRoutes = defineRoutes({
  createEvent: {
    ...screeningPaths.createEvent,
    summary: 'Open a screening in the street for one day',
    idempotent: true,
    status: 201,
    body: z.object({ place: text(SCREENING_WORDS_MAX), day, crew: text(SCREENING_WORDS_MAX) }),
    reply: screeningEvent,
    errors: ['IDEMPOTENCY_MISMATCH'],
  },
  events: {
    ...screeningPaths.events,
    summary: 'Screenings, the last first',
    query: z.object(pageQuery),
    reply: page(screeningEvent),
  },
  event: {
    ...screeningPaths.event,
    summary: 'One screening with its figures',
    params: idParams,
    reply: screeningEvent.extend({ figures }),
    errors: ['NOT_FOUND'],
  },
  addEntry: {
    ...screeningPaths.addEntry,
    summary: 'Put down what was measured of a resident, or of somebody unknown by age and sex',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z
      .object({ ...personParts, values })
      .refine(({ residentId, age }) => residentId !== undefined || age !== undefined, { error: 'EMPTY', path: ['age'] })
      .refine((body) => body.residentId !== undefined || body.sex !== undefined, { error: 'EMPTY', path: ['sex'] }),
    reply: screeningEntry,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  entries: {
    ...screeningPaths.entries,
    summary: 'Who was measured at a screening, the last first',
    params: idParams,
    query: z.object(pageQuery),
    reply: page(screeningEntry),
    errors: ['NOT_FOUND'],
  },
  candidates: {
    ...screeningPaths.candidates,
    summary: 'People who are not on record and may be new cases, the first found first',
    query: z.object(pageQuery),
    reply: page(screeningCandidate),
  },
  link: {
    ...screeningPaths.link,
    summary: 'Say which resident an unknown person is; the tasks that follow are made',
    params: idParams,
    body: z.object({ rev, residentId: id }),
    reply: screeningEntry,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  settle: {
    ...screeningPaths.settle,
    summary: 'Say what came of somebody who may be a new case',
    params: idParams,
    body: z.object({ rev, words: text(SCREENING_WORDS_MAX) }),
    reply: screeningEntry,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  withdraw: {
    ...screeningPaths.withdraw,
    summary: 'Take back within a day what the caller put down wrongly',
    params: idParams,
    body: z.object({ rev }),
    reply: screeningEntry,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  figures: {
    ...screeningPaths.figures,
    summary: 'Person-times of the screenings of some days',
    query: z
      .object({ fromDay: day, toDay: day })
      .refine(({ fromDay, toDay }) => fromDay <= toDay, { error: 'DAY_ORDER', path: ['toDay'] }),
    reply: figures,
  },
});

export type ScreeningRoutes = typeof screeningRoutes;
export type ScreeningEvent = z.output<typeof screeningEvent>;
export type ScreeningEntry = z.output<typeof screeningEntry>;
export type ScreeningCandidate = z.output<typeof screeningCandidate>;
