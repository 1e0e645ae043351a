import { z } from 'zod';
import { MAX_TOOK_SECONDS } from '../domain/booking-rules';
import { bookingPaths } from './booking.paths';
import { day, id, idParams, instant, list, page, pageQuery, text, time } from './common';
import { defineRoutes } from './route';
import { bookingStatus, session } from './session.routes';

export const booking = z.object({
  id,
  /** The seat's number in its session, shown as the queue number. */
  number: z.number().int(),
  status: bookingStatus,
  sessionId: id,
  residentId: id,
  /** Set for a relative who acts for the person. */
  residentName: z.string().optional(),
  /** Who booked it, told to the person when it was somebody else. */
  bookedByName: z.string().optional(),
  serviceCode: z.string(),
  serviceName: z.string(),
  /** Set for the registration of a lecture. */
  lectureTitle: z.string().optional(),
  day,
  startTime: time,
  endTime: time,
  place: z.string(),
  doctorName: z.string().optional(),
  preparation: z.array(z.string()),
  bookedAt: instant,
  /** The session was moved onto another booking of the person. */
  clash: z.literal(true).optional(),
  can: z.object({ cancel: z.boolean() }),
  /** Until when it can be cancelled online. */
  cancelUntil: instant,
  /** Set when staff confirmed that the person did not come: what was said to it, and the answer. */
  absence: z
    .object({ appeal: z.string().nullable(), answer: z.object({ accepted: z.boolean(), text: z.string() }).nullable() })
    .optional(),
  /** The seat that is held for the person in place of this one, which was called off. */
  offer: z
    .object({
      until: instant,
      sessionId: id,
      number: z.number().int(),
      day,
      startTime: time,
      endTime: time,
      place: z.string(),
      doctorName: z.string().optional(),
    })
    .optional(),
});

/** Somebody who seems not to have come, or was confirmed not to have. */
export const noShowRow = z.object({
  bookingId: id,
  residentId: id,
  residentName: z.string(),
  age: z.number().int(),
  serviceName: z.string(),
  day,
  startTime: time,
  number: z.number().int(),
  state: z.enum(['suggested', 'confirmed']),
  appeal: z.string().nullable(),
  answer: z.object({ accepted: z.boolean(), text: z.string() }).nullable(),
});

/** Seats that can be booked in one go. */
export const MAX_FAMILY = 7;

/** Seconds from opening the first page of booking to sending it, as the phone counted them; for the figures alone. */
const tookSeconds = z
  .number()
  .int()
  .min(1, { error: 'TOO_SMALL' })
  .max(MAX_TOOK_SECONDS, { error: 'TOO_LARGE' })
  .optional();

/** How this year's physical stands for somebody of the family. */
export const yearlyPerson = z.object({
  residentId: id,
  /** `due` can be booked; `booked` and `done` are this year's; `notAllowed`: no permission to book for them. */
  state: z.enum(['due', 'booked', 'done', 'notEligible', 'paused', 'notAllowed']),
  serviceCode: z.string().nullable(),
  serviceName: z.string().nullable(),
  /** The physical of last year. */
  last: z
    .object({ day, startTime: time, endTime: time, place: z.string(), doctorName: z.string().nullable() })
    .nullable(),
  /** This year's booking. */
  booking: z.object({ id, day, startTime: time }).nullable(),
  /** Until when online booking is paused for them. */
  pausedUntil: day.nullable(),
  /** The session proposed to somebody for whom it is due; null where none has a seat for them. */
  sessionId: id.nullable(),
});

const seatRefusals = [
  'BOOKING_SESSION_FULL',
  'BOOKING_SESSION_CLOSED',
  'BOOKING_NOT_RELEASED',
  'BOOKING_DUPLICATE',
  'BOOKING_TIME_CLASH',
  'BOOKING_DAY_LIMIT',
  'BOOKING_TOO_LATE',
  'PHYSICAL_ALREADY_USED',
  'PHYSICAL_NOT_ELIGIBLE',
  'BOOKING_PAUSED',
  'BUSY',
  'PROXY_SCOPE_MISSING',
] as const;

export const bookingRoutes = defineRoutes({
  create: {
    ...bookingPaths.create,
    summary: 'Book a seat in a session for a resident',
    idempotent: true,
    status: 201,
    body: z.object({ sessionId: id, residentId: id, tookSeconds }),
    reply: booking,
    errors: [
      'CONSENT_REQUIRED',
      'BOOKING_SESSION_FULL',
      'BOOKING_SESSION_CLOSED',
      'BOOKING_NOT_RELEASED',
      'BOOKING_DUPLICATE',
      'BOOKING_TIME_CLASH',
      'BOOKING_DAY_LIMIT',
      'BOOKING_TOO_LATE',
      'PHYSICAL_ALREADY_USED',
      'PHYSICAL_NOT_ELIGIBLE',
      'BOOKING_PAUSED',
      'BUSY',
      'PROXY_SCOPE_MISSING',
    ],
  },
  list: {
    ...bookingPaths.list,
    summary:
      "A resident's bookings and lecture registrations: coming ones nearest first, past ones and all newest first",
    query: z.object({ residentId: id, when: z.enum(['coming', 'past', 'all']).default('all'), ...pageQuery }),
    reply: page(booking),
    errors: ['PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  get: {
    ...bookingPaths.get,
    summary: 'One booking',
    params: idParams,
    reply: booking,
    errors: ['PROXY_SCOPE_MISSING'],
  },
  cancel: {
    ...bookingPaths.cancel,
    summary: 'Give the seat back; staff may until the start',
    params: idParams,
    reply: booking,
    errors: ['STATE_CONFLICT', 'BOOKING_TOO_LATE', 'PROXY_SCOPE_MISSING'],
  },
  checkIn: {
    ...bookingPaths.checkIn,
    summary: 'The person has come: booked becomes arrived, on the day itself',
    params: idParams,
    reply: booking,
    errors: ['STATE_CONFLICT'],
  },
  call: {
    ...bookingPaths.call,
    summary: 'The number is called: arrived becomes called',
    params: idParams,
    reply: booking,
    errors: ['STATE_CONFLICT'],
  },
  finish: {
    ...bookingPaths.finish,
    summary: 'The visit is over: arrived or called becomes done',
    params: idParams,
    reply: booking,
    errors: ['STATE_CONFLICT'],
  },
  undo: {
    ...bookingPaths.undo,
    summary: 'Take one step of the day back, the one that led to `status`',
    params: idParams,
    body: z.object({ status: z.enum(['arrived', 'called', 'done']) }),
    reply: booking,
    errors: ['STATE_CONFLICT'],
  },
  acceptOffer: {
    ...bookingPaths.acceptOffer,
    summary: 'Take the seat that is held in place of one that was called off; the reply is the new booking',
    params: idParams,
    reply: booking,
    errors: [
      'STATE_CONFLICT',
      'BOOKING_DUPLICATE',
      'BOOKING_TIME_CLASH',
      'BOOKING_DAY_LIMIT',
      'PHYSICAL_ALREADY_USED',
      'BUSY',
      'PROXY_SCOPE_MISSING',
    ],
  },
  declineOffer: {
    ...bookingPaths.declineOffer,
    summary: 'Do without the seat that is held in place of one that was called off',
    params: idParams,
    reply: booking,
    errors: ['STATE_CONFLICT', 'PROXY_SCOPE_MISSING'],
  },
  move: {
    ...bookingPaths.move,
    summary: 'Move a booking to another session of its service: the old seat goes in the moment the new one is booked',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({ sessionId: id }),
    reply: booking,
    errors: ['CONSENT_REQUIRED', ...seatRefusals, 'STATE_CONFLICT', 'IDEMPOTENCY_IN_PROGRESS'],
  },
  family: {
    ...bookingPaths.family,
    summary: 'Book seats for several people, all or none; `fields` names the item that was refused',
    idempotent: true,
    status: 201,
    body: z.object({
      items: z
        .array(z.object({ sessionId: id, residentId: id }))
        .min(1)
        .max(MAX_FAMILY, { error: 'TOO_MANY' }),
      tookSeconds,
    }),
    reply: list(booking),
    errors: ['CONSENT_REQUIRED', ...seatRefusals, 'IDEMPOTENCY_IN_PROGRESS'],
  },
  extra: {
    ...bookingPaths.extra,
    summary: 'Add a seat to a session for one person, beyond its capacity and with a reason; numbered from 900',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({ residentId: id, reason: text(60) }),
    reply: booking,
    errors: [...seatRefusals, 'STATE_CONFLICT', 'IDEMPOTENCY_IN_PROGRESS'],
  },
  noShows: {
    ...bookingPaths.noShows,
    summary:
      'Who seems not to have come and who was confirmed not to have, of at most 31 days; each reading is audited',
    query: z
      .object({ fromDay: day, toDay: day })
      .refine((query) => query.fromDay <= query.toDay, { error: 'ORDER', path: ['toDay'] })
      .refine((query) => Date.parse(query.toDay) - Date.parse(query.fromDay) <= 31 * 86_400_000, {
        error: 'TOO_LONG',
        path: ['toDay'],
      }),
    reply: list(noShowRow),
  },
  confirmNoShow: {
    ...bookingPaths.confirmNoShow,
    summary: 'Confirm that somebody did not come; three in 90 days pause online booking for 30 days, never from 65 on',
    params: idParams,
    reply: booking,
    errors: ['STATE_CONFLICT'],
  },
  undoNoShow: {
    ...bookingPaths.undoNoShow,
    summary: 'Take the confirmation back that somebody did not come',
    params: idParams,
    reply: booking,
    errors: ['STATE_CONFLICT', 'BOOKING_DUPLICATE', 'BOOKING_TIME_CLASH', 'BOOKING_DAY_LIMIT', 'PHYSICAL_ALREADY_USED'],
  },
  appeal: {
    ...bookingPaths.appeal,
    summary: 'Say why one did not come, once',
    params: idParams,
    body: z.object({ text: text(200) }),
    reply: booking,
    errors: ['STATE_CONFLICT', 'PROXY_SCOPE_MISSING'],
  },
  answerAppeal: {
    ...bookingPaths.answerAppeal,
    summary: 'Answer what the person said; an accepted absence does not count',
    params: idParams,
    body: z.object({ accepted: z.boolean(), text: text(100) }),
    reply: booking,
    errors: ['STATE_CONFLICT'],
  },
  yearly: {
    ...bookingPaths.yearly,
    summary: "This year's physical of everybody whom the account may act for: seats like last year's, together",
    reply: z.object({
      year: z.number().int(),
      people: z.array(yearlyPerson),
      /** The sessions proposed. */
      sessions: z.array(session),
      /** What is other than last year; null where nobody had one. */
      differs: z.array(z.enum(['place', 'who', 'weekday', 'time'])).nullable(),
    }),
  },
});

export type BookingRoutes = typeof bookingRoutes;
export type Booking = z.output<typeof booking>;
export type YearlyPerson = z.output<typeof yearlyPerson>;
