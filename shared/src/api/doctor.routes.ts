import { z } from 'zod';
import { order } from './centre.routes';
import { contentState, id, idParams, list, rev, text } from './common';
import { doctorPaths } from './doctor.paths';
import { defineRoutes } from './route';

/** A doctor as everyone may see them. */
export const doctor = z.object({
  id,
  name: z.string(),
  title: z.string(),
  specialities: z.array(z.string()),
  intro: z.string(),
  photoFileId: id.nullable(),
  photoUrl: z.string().nullable(),
  teamId: id.nullable(),
  teamName: z.string().nullable(),
  /** The hospital that somebody comes from who is not on the centre's staff. */
  visitingFrom: z.string().nullable(),
  active: z.boolean(),
  order: z.number().int(),
  rev,
  /** For those who look after the profile. */
  check: contentState.optional(),
});

/** Fields of medicine that a profile names at most. */
export const MAX_SPECIALITIES = 10;

const specialities = z
  .array(text(20))
  .max(MAX_SPECIALITIES, { error: 'TOO_MANY' })
  .transform((items) => [...new Set(items)]);

/** Text that may be left empty. */
const optionalText = (max: number) => z.union([z.literal(''), text(max)], { error: 'TOO_LONG' });

const profile = {
  name: text(30),
  /** As residents read it: 全科副主任医师. */
  title: optionalText(30),
  specialities,
  intro: optionalText(500),
  photoFileId: id.nullable(),
  teamId: id.nullable(),
  active: z.boolean(),
  order,
};

/** The other hospital, of somebody without an account. */
const visitingFrom = text(60).nullable();

export const doctorRoutes = defineRoutes({
  list: {
    ...doctorPaths.list,
    summary: 'Doctors in their order; those who have left only for staff who look after the profiles',
    query: z.object({ teamId: id.optional(), withInactive: z.enum(['true', 'false']).optional() }),
    reply: list(doctor),
    errors: ['FORBIDDEN'],
  },
  get: { ...doctorPaths.get, summary: 'One doctor', params: idParams, reply: doctor },
  accounts: {
    ...doctorPaths.accounts,
    summary: "Doctors' accounts without a profile",
    reply: list(z.object({ id, name: z.string(), title: z.string() })),
  },
  create: {
    ...doctorPaths.create,
    summary: "Add a doctor's profile: of an account, or of a visitor from another hospital",
    published: ['name', 'title', 'specialities', 'intro', 'visitingFrom'],
    body: z
      .object({ staffId: id.nullable(), visitingFrom, ...profile })
      .refine((body) => body.staffId === null || body.visitingFrom === null, {
        error: 'STAFF_OR_VISITOR',
        path: ['visitingFrom'],
      })
      .refine((body) => body.staffId !== null || body.visitingFrom !== null, {
        error: 'EMPTY',
        path: ['visitingFrom'],
      }),
    reply: doctor,
    status: 201,
    idempotent: true,
    errors: ['DOCTOR_EXISTS', 'IDEMPOTENCY_MISMATCH'],
  },
  update: {
    ...doctorPaths.update,
    summary: 'Change a profile; sessions that are there keep the name under which they were opened',
    published: ['name', 'title', 'specialities', 'intro', 'visitingFrom'],
    params: idParams,
    body: z.object({ rev, visitingFrom, ...profile }),
    reply: doctor,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  introduce: {
    ...doctorPaths.introduce,
    summary: 'A doctor changes what their own profile says of them',
    published: ['specialities', 'intro'],
    params: idParams,
    body: z.object({ rev, intro: profile.intro, specialities }),
    reply: doctor,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'STATE_CONFLICT'],
  },
});

export type DoctorRoutes = typeof doctorRoutes;
export type Doctor = z.output<typeof doctor>;
