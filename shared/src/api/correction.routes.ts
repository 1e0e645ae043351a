import { z } from 'zod';
import { CORRECTION_WORDS_MAX, correctionFields, type CorrectionField } from '../domain/correction-fields';
import { day, id, idParams, instant, list, page, pageQuery, rev, text } from './common';
import { correctionPaths } from './correction.paths';
import { defineRoutes } from './route';

const field = z.enum(Object.keys(correctionFields) as [CorrectionField, ...CorrectionField[]], { error: 'UNKNOWN' });
const outcome = z.enum(['accepted', 'refused'], { error: 'UNKNOWN' });

/** An answer; every one is kept. */
const answer = z.object({ at: instant, byName: z.string(), outcome, words: z.string() });

/** That something kept of a person is wrong. */
export const correction = z.object({
  id,
  residentId: id,
  field,
  /** What stood there when it was asked; of a phone a part. */
  says: z.string(),
  right: z.string(),
  reason: z.string(),
  status: z.enum(['open', 'accepted', 'refused']),
  askedAt: instant,
  /** The last day for the answer. */
  dueDay: day,
  answers: z.array(answer),
  rev,
});

/** The same in the list of staff, who have not opened it: nothing of what it says. */
export const listedCorrection = correction
  .pick({ id: true, field: true, status: true, askedAt: true, dueDay: true })
  .extend({
    /** Masked. */
    residentName: z.string(),
    overdue: z.boolean(),
  });

export const correctionRoutes = defineRoutes({
  create: {
    ...correctionPaths.create,
    summary: 'Ask to correct something that the centre keeps of a person',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z
      .object({
        field,
        /** What stands there now; only of a record, since the rest is known. */
        says: text(CORRECTION_WORDS_MAX).optional(),
        right: z.string().max(1000, { error: 'TOO_LONG' }),
        reason: text(CORRECTION_WORDS_MAX),
      })
      .refine((body) => body.field !== 'record' || body.says !== undefined, { error: 'EMPTY', path: ['says'] }),
    reply: correction,
    errors: ['PROXY_SCOPE_MISSING', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  ofResident: {
    ...correctionPaths.ofResident,
    summary: 'What a person asked to have corrected, with every answer, the newest first',
    params: idParams,
    reply: list(correction),
    errors: ['PROXY_SCOPE_MISSING'],
  },
  list: {
    ...correctionPaths.list,
    summary:
      'Requests for corrections: those that wait with the first due first, or those answered with the last first',
    query: z.object({ ...pageQuery, state: z.enum(['open', 'answered'], { error: 'UNKNOWN' }).default('open') }),
    reply: page(listedCorrection),
  },
  figures: {
    ...correctionPaths.figures,
    summary: 'How many of the requests of some days were answered in time, late, or not yet',
    query: z
      .object({ fromDay: day, toDay: day })
      .refine(({ fromDay, toDay }) => fromDay <= toDay, { error: 'ORDER', path: ['toDay'] }),
    reply: z.object({
      inTime: z.number().int(),
      late: z.number().int(),
      /** Not answered, and still in time. */
      open: z.number().int(),
      overdue: z.number().int(),
    }),
  },
  get: {
    ...correctionPaths.get,
    summary: 'One request in full, for staff who answer it',
    params: idParams,
    reply: correction.extend({ residentName: z.string() }),
    errors: ['NOT_FOUND'],
  },
  answer: {
    ...correctionPaths.answer,
    summary: 'Accept, which makes the change and keeps what stood before, or refuse with the reason',
    params: idParams,
    body: z
      .object({ rev, outcome, words: z.union([z.literal(''), text(CORRECTION_WORDS_MAX)]).default('') })
      .refine((body) => body.outcome !== 'refused' || body.words !== '', { error: 'EMPTY', path: ['words'] }),
    reply: correction.extend({ residentName: z.string() }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
});

export type CorrectionRoutes = typeof correctionRoutes;
export type Correction = z.output<typeof correction>;
export type ListedCorrection = z.output<typeof listedCorrection>;
