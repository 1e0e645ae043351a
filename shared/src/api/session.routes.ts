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
  roomId: id.optional(),
  doctor: z.object({ id, name: z.string(), title: z.string(), photoUrl: z.string().nullable() }).optional(),
  /** The weekly template that it was made from. */
  templateId: id.optional(),
  /** The hospital that sends an expert. */
  visitingHospital: z.string().optional(),
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
  /** The session was moved onto another booking of the person, who is to be phoned. */
  clash: z.literal(true).optional(),
});

export const sessionRoutes = defineRoutes({
  list: {
    ...sessionPaths.list,
    summary: 'Sessions with the seats left for the caller, or for `residentId`; at most 31 days at once',
    query: z
      .object({
        serviceCode: z.string().min(1).max(32).optional(),
        doctorId: id.optional(),
        fromDay: day,
        toDay: day,
        /** The person who would come: seats kept for their age are counted too. */
        residentId: id.optional(),
        ...pageQuery,
      })
      .refine((query) => query.fromDay <= query.toDay, { error: 'ORDER', path: ['toDay'] })
      .refine((query) => Date.parse(query.toDay) - Date.parse(query.fromDay) <= 31 * 86_400_000, {
        error: 'TOO_LONG',
        path: ['toDay'],
      }),
    reply: page(session),
    errors: ['PROXY_SCOPE_MISSING'],
  },
  get: {
    ...sessionPaths.get,
    summary: 'One session with the seats left for the caller, or for `residentId`',
    params: idParams,
    query: z.object({ residentId: id.optional() }),
    reply: session,
    errors: ['PROXY_SCOPE_MISSING'],
  },
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
        /** Filled from the room where one is given. */
        place: text(60).optional(),
        roomId: id.optional(),
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
      })
      .refine((body) => body.place !== undefined || body.roomId !== undefined, { error: 'EMPTY', path: ['place'] }),
    reply: session,
    errors: ['SESSION_DOCTOR_BUSY'],
  },
  bookings: {
    ...sessionPaths.bookings,
    summary: 'Who has a seat, by number; each reading is written to the audit log',
    params: idParams,
    reply: list(rosterRow).extend({
      /** How many people wait for a seat. */
      waitlisted: z.number().int(),
    }),
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
  update: {
    ...sessionPaths.update,
    summary: 'Change time and place; everybody who has a seat is told, the day changes only while nobody has one',
    params: idParams,
    body: z
      .object({ day: day.optional(), startTime: time, endTime: time, place: text(60), reason: text(200), rev })
      .refine((body) => body.startTime < body.endTime, { error: 'ORDER', path: ['endTime'] }),
    reply: session.extend({
      /** How many people are told of this change. */
      told: z.number().int(),
      /** How many people have another booking at their new time and are to be phoned. */
      clashes: z.number().int(),
    }),
    errors: ['STATE_CONFLICT', 'SESSION_DOCTOR_BUSY'],
  },
  overview: {
    ...sessionPaths.overview,
    summary: "The clinic's sessions of a day with how many have a seat, came and wait; it names nobody",
    query: z.object({ day }),
    reply: list(
      session
        .pick({
          id: true,
          serviceName: true,
          startTime: true,
          endTime: true,
          place: true,
          roomId: true,
          doctor: true,
          capacity: true,
          state: true,
        })
        .extend({
          /** Seats that somebody has. */
          booked: z.number().int(),
          /** Of these, who came. */
          arrived: z.number().int(),
          /** Of these, who came and was not called yet. */
          waiting: z.number().int(),
        }),
    ),
  },
  suspend: {
    ...sessionPaths.suspend,
    summary: 'Call a session off: its people are told, and each is offered the nearest seat of the same service',
    params: idParams,
    body: z.object({ reason: text(60) }),
    reply: session,
    errors: ['STATE_CONFLICT'],
  },
  resume: {
    ...sessionPaths.resume,
    summary: 'Open a suspended session again; who lost a seat keeps the offer of another',
    params: idParams,
    reply: session,
    errors: ['STATE_CONFLICT', 'SESSION_DOCTOR_BUSY'],
  },
  capacity: {
    ...sessionPaths.capacity,
    summary: 'Give a session more or fewer seats; seats that people have are closed only once they are given back',
    params: idParams,
    body: z.object({ capacity, rev }),
    reply: session,
    errors: ['STATE_CONFLICT'],
  },
});

export type SessionRoutes = typeof sessionRoutes;
export type Session = z.output<typeof session>;
export type BookingStatus = z.output<typeof bookingStatus>;
export type RosterRow = z.output<typeof rosterRow>;
