import { z } from 'zod';
import { booking } from './booking.routes';
import { day, id, idParams, instant, list, text, time } from './common';
import { queuePaths } from './queue.paths';
import { defineRoutes } from './route';
import { bookingStatus } from './session.routes';

/** A person's place in the queue without the person: what may be read every few seconds. */
export const turn = z.object({
  /** The booking. */
  id,
  sessionId: id,
  number: z.number().int(),
  status: bookingStatus,
  /** How many wait before them; null for whoever does not wait. */
  ahead: z.number().int().nullable(),
});

/** A code as it is scanned: digits alone, which no keyboard layout and no input method changes. */
const code = z.string().regex(/^\d{18}$/, { error: 'CODE' });

/** What the desk scans: a booking's code from a phone, or the longer one of a paper card. */
const scanned = z.string().regex(/^(\d{18}|\d{20})$/, { error: 'CODE' });

const boardEntry = z.object({
  number: z.number().int(),
  /** 张*明 */
  maskedName: z.string(),
});

export const board = z.object({
  day,
  serverTime: instant,
  items: z.array(
    z.object({
      sessionId: id,
      serviceName: z.string(),
      doctorName: z.string().nullable(),
      place: z.string(),
      startTime: time,
      endTime: time,
      /** Who is called now, the latest first. */
      called: z.array(boardEntry.extend({ calledAt: instant })),
      /** Who comes next, at most three. */
      next: z.array(boardEntry),
      waiting: z.number().int(),
    }),
  ),
});

export const queueRoutes = defineRoutes({
  next: {
    ...queuePaths.next,
    summary: 'Call the next person of a session; of desks that call at once each gets another person',
    idempotent: true,
    status: 201,
    params: idParams,
    reply: turn,
    errors: ['QUEUE_EMPTY', 'STATE_CONFLICT'],
  },
  recall: {
    ...queuePaths.recall,
    summary: 'Call somebody again who was called and has not come in',
    params: idParams,
    reply: turn,
    errors: ['STATE_CONFLICT'],
  },
  skip: {
    ...queuePaths.skip,
    summary: 'Whoever was called and does not answer goes behind the next three who wait',
    params: idParams,
    reply: turn,
    errors: ['STATE_CONFLICT'],
  },
  place: {
    ...queuePaths.place,
    summary: 'How many wait before somebody, and for how long about; at most two seconds old',
    params: idParams,
    reply: turn.extend({
      place: z.string(),
      /** Minutes until it is their turn; null for whoever does not wait. */
      minutes: z.number().int().nullable(),
      /** Numbers that are called now, the latest first. */
      calling: z.array(z.number().int()),
      waiting: z.number().int(),
    }),
    errors: ['PROXY_SCOPE_MISSING'],
  },
  day: {
    ...queuePaths.day,
    summary: 'Everybody of a day who has arrived, by number alone; at most two seconds old',
    query: z.object({ day }),
    reply: list(turn),
  },
  board: {
    ...queuePaths.board,
    summary: "Today's waiting-room screen: numbers with masked names; at most two seconds old",
    query: z.object({ place: text(60).optional() }),
    reply: board,
  },
  code: {
    ...queuePaths.code,
    summary: 'The code that staff scan to check a person in; it says nothing and lives for minutes',
    params: idParams,
    reply: z.object({
      code,
      /** PNG data URL of the QR code. */
      image: z.string(),
      /** When the next code begins; this one is taken a while longer. */
      renewAt: instant,
    }),
    errors: ['STATE_CONFLICT', 'PROXY_SCOPE_MISSING'],
  },
  deskCode: {
    ...queuePaths.deskCode,
    summary: 'The code at the entrance that people scan to check in; another one every two minutes',
    reply: z.object({ code, renewAt: instant }),
  },
  scan: {
    ...queuePaths.scan,
    summary: "Check in the person whose booking's code or paper card was scanned",
    body: z.object({ code: scanned }),
    reply: booking,
    errors: ['CHECK_IN_CODE_STALE', 'CARD_NOT_VALID', 'CHECK_IN_NOT_NOW', 'STATE_CONFLICT'],
  },
  arrive: {
    ...queuePaths.arrive,
    summary: 'Check in by the code at the entrance; of several bookings of now the caller chooses',
    body: z.object({ code, bookingId: id.optional() }),
    reply: z.object({
      /** The booking that is checked in; null where there is a choice to make. */
      booking: booking.nullable(),
      /** The bookings to choose from. */
      choices: z.array(booking),
    }),
    errors: ['CHECK_IN_CODE_STALE', 'CHECK_IN_NOT_NOW', 'STATE_CONFLICT', 'PROXY_SCOPE_MISSING'],
  },
});

export type QueueRoutes = typeof queueRoutes;
export type Turn = z.output<typeof turn>;
export type QueueBoard = z.output<typeof board>;
