import { z } from 'zod';
import { day, id, idParams, instant, list, time } from './common';
import { defineRoutes } from './route';
import { waitlistPaths } from './waitlist.paths';

/** Whether somebody waits, is asked, has the seat, did not answer in time, or left. */
export const waitingStatus = z.enum(['waiting', 'offered', 'booked', 'expired', 'left']);

export const waitlistEntry = z.object({
  id,
  sessionId: id,
  residentId: id,
  serviceName: z.string(),
  lectureTitle: z.string().optional(),
  day,
  startTime: time,
  endTime: time,
  place: z.string(),
  doctorName: z.string().optional(),
  status: waitingStatus,
  /** The seat is booked as soon as there is one, without a question. */
  autoAccept: z.boolean(),
  joinedAt: instant,
  /** Place in the line, from 1; null once it is over or a seat is offered. */
  position: z.number().int().nullable(),
  /** The seat that is held for the person. */
  offer: z.object({ until: instant, number: z.number().int(), startTime: time, endTime: time }).optional(),
  /** Set once it is booked. */
  bookingId: id.optional(),
});

export const waitlistRoutes = defineRoutes({
  join: {
    ...waitlistPaths.join,
    summary: 'Wait for a seat of a full session',
    idempotent: true,
    status: 201,
    body: z.object({ sessionId: id, residentId: id, autoAccept: z.boolean().default(false) }),
    reply: waitlistEntry,
    errors: [
      'CONSENT_REQUIRED',
      'WAITLIST_NOT_NEEDED',
      'WAITLIST_DUPLICATE',
      'BOOKING_DUPLICATE',
      'BOOKING_SESSION_CLOSED',
      'BOOKING_NOT_RELEASED',
      'BOOKING_TOO_LATE',
      'PHYSICAL_NOT_ELIGIBLE',
      'BOOKING_PAUSED',
      'PROXY_SCOPE_MISSING',
    ],
  },
  list: {
    ...waitlistPaths.list,
    summary: 'What a resident waits or waited for, the newest first',
    query: z.object({ residentId: id }),
    reply: list(waitlistEntry),
    errors: ['PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  get: {
    ...waitlistPaths.get,
    summary: 'One entry of the waiting list',
    params: idParams,
    reply: waitlistEntry,
    errors: ['PROXY_SCOPE_MISSING'],
  },
  accept: {
    ...waitlistPaths.accept,
    summary: 'Take the offered seat; with `moveFrom` in place of another booking',
    params: idParams,
    body: z.object({ moveFrom: id.optional() }),
    reply: waitlistEntry,
    errors: [
      'STATE_CONFLICT',
      'BOOKING_DUPLICATE',
      'BOOKING_TIME_CLASH',
      'BOOKING_DAY_LIMIT',
      'BOOKING_TOO_LATE',
      'PHYSICAL_ALREADY_USED',
      'BUSY',
      'PROXY_SCOPE_MISSING',
    ],
  },
  leave: {
    ...waitlistPaths.leave,
    summary: 'Leave the waiting list; a seat that was offered goes to the next',
    params: idParams,
    reply: waitlistEntry,
    errors: ['STATE_CONFLICT', 'PROXY_SCOPE_MISSING'],
  },
});

export type WaitlistRoutes = typeof waitlistRoutes;
export type WaitlistEntry = z.output<typeof waitlistEntry>;
