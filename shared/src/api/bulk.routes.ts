import { z } from 'zod';
import { MAX_BULK_PEOPLE, MAX_BULK_SESSIONS } from '../domain/bulk-limits';
import { booking } from './booking.routes';
import { bulkPaths } from './bulk.paths';
import { day, id, idParams, instant, list, text, time } from './common';
import { defineRoutes } from './route';

const ids = (max: number) =>
  z
    .array(id)
    .min(1, { error: 'EMPTY' })
    .max(max, { error: 'TOO_MANY' })
    .refine((values) => new Set(values).size === values.length, { error: 'REPEATED' });

/** Somebody for whom staff may book together with the neighbours. */
const candidate = z.object({
  id,
  name: z.string(),
  age: z.number().int(),
  sex: z.enum(['male', 'female']),
  /** Building and door. */
  addressDetail: z.string().nullable(),
  /** Whether an account of their own can receive messages. */
  hasAccount: z.boolean(),
  /** Day of a booking of the service that they have this year. */
  bookedDay: day.nullable(),
});

/** What became of one person. */
const bulkRow = z.object({
  residentId: id,
  residentName: z.string(),
  age: z.number().int(),
  state: z.enum(['booked', 'refused']),
  /** Why there is no booking: a code of the catalogue. */
  cause: z.string().nullable(),
  /** The booking in the way. */
  inTheWay: z.object({ serviceName: z.string(), day, startTime: time }).nullable(),
  /** The booking in its present state. */
  booking: booking.nullable(),
});

const bulkHead = z.object({
  id,
  state: z.enum(['running', 'done']),
  serviceCode: z.string(),
  serviceName: z.string(),
  fromDay: day,
  toDay: day,
  people: z.number().int(),
  booked: z.number().int(),
  refused: z.number().int(),
  createdAt: instant,
});

const bulkRun = bulkHead.extend({
  /** What became of each person, once the run is done: it is asked for again and again until then. */
  rows: z.array(bulkRow),
});

export const bulkRoutes = defineRoutes({
  candidates: {
    ...bulkPaths.candidates,
    summary: 'People of a community or a building for whom staff may book together; each reading is audited',
    body: z.object({
      communityId: id,
      /** Part of the address: a building, a stairway. */
      building: text(40).optional(),
      serviceCode: z.string().min(1).max(32),
      minAge: z.number().int().min(0).max(120).optional(),
      /** Leaves out who has a booking of the service this year already. */
      onlyUnbooked: z.boolean(),
    }),
    reply: z.object({
      items: z.array(candidate),
      /** More people match than are told. */
      more: z.boolean(),
    }),
  },
  create: {
    ...bulkPaths.create,
    summary:
      'Book seats of some sessions of one service for many people, each for themselves; a large run goes on after the reply',
    idempotent: true,
    status: 201,
    body: z.object({ sessionIds: ids(MAX_BULK_SESSIONS), residentIds: ids(MAX_BULK_PEOPLE) }),
    reply: bulkRun,
  },
  list: {
    ...bulkPaths.list,
    summary: 'The latest runs, newest first, naming nobody',
    reply: list(bulkHead),
  },
  get: {
    ...bulkPaths.get,
    summary: 'A run: how far it is, and when it is done what became of each person, which is audited',
    params: idParams,
    reply: bulkRun,
  },
});

export type BulkRoutes = typeof bulkRoutes;
export type BulkCandidate = z.output<typeof candidate>;
export type BulkRow = z.output<typeof bulkRow>;
export type BulkHead = z.output<typeof bulkHead>;
export type BulkRun = z.output<typeof bulkRun>;
