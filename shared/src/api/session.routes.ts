import { z } from 'zod';
import { day, id, idParams, instant, list, page, pageQuery, rev, text, time } from './common';
import { defineRoutes } from './route';
import { sessionPaths } from './session.paths';

/** A session has at most 899 ordinary seats; extra seats are numbered from 900. */
export const MAX_CAPACITY = 899;

export const sessionState = z.enum(['notReleased', 'open', 'full', 'suspended', 'ended']);

export const session = z.object({
  id,
  serviceCode: z.string(),
  serviceName: z.string(),
  day,
  startTime: time,
  endTime: time,
  place: z.string(),
  doctor: z.object({ id, name: z.string(), title: z.string() }).optional(),
  capacity: z.number().int(),
  remaining: z.number().int(),
  state: sessionState,
  releaseAt: instant.nullable(),
  rev,
});

const capacity = z.number().int().min(1, { error: 'TOO_SMALL' }).max(MAX_CAPACITY, { error: 'TOO_LARGE' });

/** Status of a seat that somebody has or had. */
export const bookingStatus = z.enum([
  'booked',
  'arrived',
  'called',
  'done',
  'noShow',
  'cancelled',
  'moved',
  'suspended',
]);

/** A seat that somebody has, for the staff who receive them. */
export const rosterRow = z.object({
  id,
  number: z.number().int(),
  status: bookingStatus,
  residentId: id,
  residentName: z.string(),
  age: z.number().int(),
  sex: z.enum(['male', 'female']),
  phoneMasked: z.string().nullable(),
  startTime: time,
  bookedAt: instant,
});

export const sessionRoutes = defineRoutes({
  list: {
    ...sessionPaths.list,
    summary: 'Sessions with the seats left; at most 31 days at once',
    query: z
      .object({
        serviceCode: z.string().min(1).max(32).optional(),
        fromDay: day,
        toDay: day,
        ...pageQuery,
      })
      .refine((query) => query.fromDay <= query.toDay, { error: 'ORDER', path: ['toDay'] })
      .refine((query) => Date.parse(query.toDay) - Date.parse(query.fromDay) <= 31 * 86_400_000, {
        error: 'TOO_LONG',
        path: ['toDay'],
      }),
    reply: page(session),
  },
  get: { ...sessionPaths.get, summary: 'One session', params: idParams, reply: session },
  create: {
    ...sessionPaths.create,
    summary: 'Open a session; without `releaseAt` at once, without `quotas` all seats online',
    idempotent: true,
    status: 201,
    body: z
      .object({
        serviceCode: z.string().min(1).max(32),
        day,
        startTime: time,
        endTime: time,
        capacity,
        place: text(60),
        doctorId: id.optional(),
        quotas: z
          .object({
            online: z.number().int().min(0).max(MAX_CAPACITY),
            desk: z.number().int().min(0).max(MAX_CAPACITY),
            elder: z.number().int().min(0).max(MAX_CAPACITY),
          })
          .optional(),
        releaseAt: instant.optional(),
      })
      .refine((body) => body.startTime < body.endTime, { error: 'ORDER', path: ['endTime'] })
      .refine((body) => !body.quotas || body.quotas.online + body.quotas.desk + body.quotas.elder === body.capacity, {
        error: 'SUM',
        path: ['quotas'],
      }),
    reply: session,
  },
  bookings: {
    ...sessionPaths.bookings,
    summary: 'Who has a seat, by number; each reading is written to the audit log',
    params: idParams,
    reply: list(rosterRow),
  },
  day: {
    ...sessionPaths.day,
    summary: "The clinic's sessions of a day with who has a seat; each reading is written to the audit log",
    query: z.object({ day, place: text(60).optional(), doctorId: id.optional() }),
    reply: list(
      session.pick({ id: true, serviceName: true, startTime: true, endTime: true, place: true, doctor: true }).extend({
        /** Minutes between arrival and call in the middle of those who were called; null while nobody was. */
        waitingMinutes: z.number().int().nullable(),
        bookings: z.array(rosterRow),
      }),
    ),
  },
});

export type SessionRoutes = typeof sessionRoutes;
export type Session = z.output<typeof session>;
export type BookingStatus = z.output<typeof bookingStatus>;
export type RosterRow = z.output<typeof rosterRow>;
