import { z } from 'zod';
import { HEALTH_PRESCRIPTION_TEXT_MAX } from '../domain/health-prescription';
import { contentState, day, id, idParams, instant, list, rev, text } from './common';
import { prescriptionPaths } from './prescription.paths';
import { defineRoutes } from './route';

const version = z.number().int().min(1).max(10_000);

/** A text that residents may read. */
export const releasedText = z.object({
  /** Of the disease; names the text in addresses. */
  code: id,
  disease: z.string(),
  version,
  text: z.string(),
  /** What stands under each. */
  notice: z.string(),
});

/** One version of a text, for staff. */
export const textVersion = z.object({
  version,
  text: z.string(),
  /** Waits for a doctor, is what residents are given, or was once one of both. */
  state: z.enum(['proposed', 'released', 'replaced']),
  /** Null: it came with the national table. */
  writtenBy: z.string().nullable(),
  writtenAt: instant.nullable(),
  releasedBy: z.string().nullable(),
  releasedAt: instant.nullable(),
  check: contentState.optional(),
});

/** A disease with the version that is given, and the one that waits for a doctor. */
const standingText = z.object({
  code: id,
  disease: z.string(),
  notice: z.string(),
  released: textVersion.nullable(),
  proposed: textVersion.nullable(),
  /** The newest version there is; the next one is written on top of it. */
  latest: version,
});

/** A health prescription that a person was given, word for word as it was then. */
export const givenPrescription = releasedText.extend({
  id,
  residentId: id,
  day,
  at: instant,
  doctorName: z.string(),
  status: z.enum(['given', 'withdrawn']),
  can: z.object({ withdraw: z.boolean() }),
  rev,
});

export const prescriptionRoutes = defineRoutes({
  library: {
    ...prescriptionPaths.library,
    summary: 'Every text that a doctor of the centre released',
    reply: list(releasedText),
  },
  texts: {
    ...prescriptionPaths.texts,
    summary: 'Every disease with its released text and the one that waits for a doctor',
    reply: list(standingText),
  },
  versions: {
    ...prescriptionPaths.versions,
    summary: 'Every version of a text, the newest first',
    params: idParams,
    reply: list(textVersion),
    errors: ['NOT_FOUND'],
  },
  propose: {
    ...prescriptionPaths.propose,
    summary: 'Write a new version of a text; residents see it when a doctor has released it',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({ latest: version, text: text(HEALTH_PRESCRIPTION_TEXT_MAX) }),
    published: ['text'],
    reply: textVersion,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  release: {
    ...prescriptionPaths.release,
    summary: 'Release the version that waits; the one that was given until now stays as history',
    params: idParams,
    body: z.object({ version }),
    reply: textVersion,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  give: {
    ...prescriptionPaths.give,
    summary: 'Give a resident a released text, once a day; the version is kept and the person is told',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({ code: id, version }),
    reply: givenPrescription,
    errors: ['NOT_FOUND', 'ACCESS_LIMITED', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  ofResident: {
    ...prescriptionPaths.ofResident,
    summary: 'What a person was given, the newest first; what was taken back stays out',
    params: idParams,
    reply: list(givenPrescription),
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  get: {
    ...prescriptionPaths.get,
    summary: 'One health prescription of a person',
    params: idParams,
    reply: givenPrescription,
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  withdraw: {
    ...prescriptionPaths.withdraw,
    summary: 'Take back within a day what the caller gave by mistake',
    params: idParams,
    body: z.object({ rev }),
    reply: givenPrescription,
    errors: ['NOT_FOUND', 'ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  figures: {
    ...prescriptionPaths.figures,
    summary: 'How many were given in some days, by disease and month',
    query: z
      .object({ fromDay: day, toDay: day })
      .refine(({ fromDay, toDay }) => fromDay <= toDay, { error: 'DAY_ORDER', path: ['toDay'] }),
    reply: z.object({
      total: z.number().int(),
      /** People who were given at least one. */
      people: z.number().int(),
      items: z.array(
        z.object({
          code: id,
          disease: z.string(),
          /** `YYYY-MM`. */
          month: z.string(),
          count: z.number().int(),
        }),
      ),
    }),
  },
});

export type PrescriptionRoutes = typeof prescriptionRoutes;
export type ReleasedText = z.output<typeof releasedText>;
export type TextVersion = z.output<typeof textVersion>;
export type StandingText = z.output<typeof standingText>;
export type GivenPrescription = z.output<typeof givenPrescription>;
