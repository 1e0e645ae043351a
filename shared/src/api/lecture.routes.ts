import { z } from 'zod';
import { isHealthDay } from '../domain/activity-kinds';
import { activityKind } from './activity-kind';
import { booking } from './booking.routes';
import { contentState, day, id, idParams, page, pageQuery, rev, text, time } from './common';
import { lectureDayRoutes } from './lecture-day';
import { lectureRecordRoutes } from './lecture-record';
import { lecturePaths } from './lecture.paths';
import { defineRoutes } from './route';
import { MAX_CAPACITY } from './session.routes';

/** `full` and `ended` are derived; staff write the others. `done`: its record is closed. */
export const lectureState = z.enum(['draft', 'open', 'full', 'ended', 'done', 'cancelled']);

/** A place on the map, in the coordinates that WeChat counts in. */
const degrees = (max: number) =>
  z.number({ error: 'RANGE' }).min(-max, { error: 'RANGE' }).max(max, { error: 'RANGE' });
const location = z.object({ latitude: degrees(90), longitude: degrees(180) });

export const lecture = z.object({
  id,
  kind: activityKind,
  title: z.string(),
  intro: z.string(),
  speaker: z.string(),
  day,
  startTime: time,
  endTime: time,
  place: z.string(),
  /** Null where it is at the centre. */
  location: location.nullable(),
  /** With whom it is held, for whom it is, and on which day of the year; empty or null where there is none. */
  partner: z.string(),
  audience: z.string(),
  healthDay: z.string().nullable(),
  capacity: z.number().int(),
  remaining: z.number().int(),
  state: lectureState,
  /** The session whose seats are given out; null for a draft. */
  sessionId: id.nullable(),
  rev,
  /** For those who write. */
  check: contentState.optional(),
});

const optionalText = (max: number) => z.string().trim().max(max, { error: 'TOO_LONG' }).default('');

const content = {
  kind: activityKind.default('LECTURE'),
  title: text(60),
  intro: optionalText(1000),
  speaker: text(40),
  day,
  startTime: time,
  endTime: time,
  place: text(60),
  location: location.nullable().default(null),
  partner: optionalText(60),
  audience: optionalText(60),
  healthDay: z.string().refine(isHealthDay, { error: 'UNKNOWN' }).nullable().default(null),
  capacity: z.number().int().min(1, { error: 'TOO_SMALL' }).max(MAX_CAPACITY, { error: 'TOO_LARGE' }),
};

const inOrder = (body: { startTime: string; endTime: string }): boolean => body.startTime < body.endTime;
const orderFault = { error: 'ORDER', path: ['endTime'] };

export const lectureRoutes = defineRoutes({
  list: {
    ...lecturePaths.list,
    summary: 'Coming activities, the nearest first; `when=past` for earlier ones; by kind, days and state',
    query: z.object({
      when: z.enum(['coming', 'past']).default('coming'),
      state: lectureState.optional(),
      kind: activityKind.optional(),
      fromDay: day.optional(),
      toDay: day.optional(),
      ...pageQuery,
    }),
    reply: page(lecture),
    errors: ['FORBIDDEN'],
  },
  get: { ...lecturePaths.get, summary: 'One lecture', params: idParams, reply: lecture },
  create: {
    ...lecturePaths.create,
    summary: 'Write a lecture; it starts as a draft',
    published: ['title', 'intro', 'speaker', 'place', 'partner', 'audience'],
    idempotent: true,
    status: 201,
    body: z.object(content).refine(inOrder, orderFault),
    reply: lecture,
  },
  update: {
    ...lecturePaths.update,
    summary: 'Change a draft',
    published: ['title', 'intro', 'speaker', 'place', 'partner', 'audience'],
    params: idParams,
    body: z.object({ ...content, rev }).refine(inOrder, orderFault),
    reply: lecture,
    errors: ['STATE_CONFLICT'],
  },
  publish: {
    ...lecturePaths.publish,
    summary: 'Announce the lecture and open its seats',
    params: idParams,
    reply: lecture,
    errors: ['STATE_CONFLICT'],
  },
  cancel: {
    ...lecturePaths.cancel,
    summary: 'Call the lecture off; registrations end',
    published: ['reason'],
    params: idParams,
    body: z.object({ reason: text(200) }),
    reply: lecture,
    errors: ['STATE_CONFLICT'],
  },
  register: {
    ...lecturePaths.register,
    summary: 'Register a resident for a lecture',
    params: idParams,
    idempotent: true,
    status: 201,
    body: z.object({ residentId: id }),
    reply: booking,
    errors: [
      'CONSENT_REQUIRED',
      'BOOKING_SESSION_FULL',
      'BOOKING_SESSION_CLOSED',
      'BOOKING_DUPLICATE',
      'BOOKING_TIME_CLASH',
      'BOOKING_DAY_LIMIT',
      'BOOKING_TOO_LATE',
      'BUSY',
      'PROXY_SCOPE_MISSING',
    ],
  },
  ...lectureDayRoutes,
  ...lectureRecordRoutes,
});

export type LectureRoutes = typeof lectureRoutes;
export type Lecture = z.output<typeof lecture>;
export type LectureState = z.output<typeof lectureState>;
