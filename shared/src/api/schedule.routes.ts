import { z } from 'zod';
import { daysBetween } from '../domain/clinic-day';
import { day, id, idParams, list, rev, text, time } from './common';
import { defineRoutes } from './route';
import { schedulePaths } from './schedule.paths';
import { sessionRoutes, sessionState } from './session.routes';

/** Days that are looked at or opened at once, at most. */
export const MAX_SCHEDULE_DAYS = 31;
/** Characters that a list of days holds at most. */
const MAX_LIST_LENGTH = 60_000;

const { capacity, quotas } = sessionRoutes.create.body.shape;

/** Text that may be left empty. */
const optionalText = (max: number) => z.union([z.literal(''), text(max)], { error: 'TOO_LONG' });

const serviceCode = z.string().min(1, { error: 'EMPTY' }).max(32, { error: 'TOO_LONG' });

/** 1 for Monday to 7 for Sunday. */
const weekday = z.number().int().min(1, { error: 'TOO_SMALL' }).max(7, { error: 'WEEKDAY' });

const templateFields = {
  serviceCode,
  weekday,
  /** By the ISO number of the week. */
  weeks: z.enum(['every', 'odd', 'even']),
  startTime: time,
  endTime: time,
  capacity,
  /** Filled from the room where one is given. */
  place: text(60).nullable(),
  roomId: id.nullable(),
  doctorId: id.nullable(),
  /** A team's day in a community. */
  teamId: id.nullable(),
  communityId: id.nullable(),
  /** Null: all seats online. */
  quotas: quotas.unwrap().nullable(),
  validFromDay: day,
  validToDay: day.nullable(),
  note: optionalText(200),
  /** An expert whom another hospital sends. */
  visiting: z.object({ hospital: text(60) }).nullable(),
  active: z.boolean(),
};

type TemplateFields = z.output<z.ZodObject<typeof templateFields>>;

/** The rules between the fields of a template. */
const checkTemplate = (body: TemplateFields, context: z.core.$RefinementCtx): void => {
  const fault = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if (body.startTime >= body.endTime) fault('endTime', 'ORDER');
  if (body.quotas && body.quotas.online + body.quotas.desk + body.quotas.elder !== body.capacity)
    fault('quotas', 'SUM');
  if (body.validToDay !== null && body.validToDay < body.validFromDay) fault('validToDay', 'DAY_ORDER');
  if (body.place === null && body.roomId === null) fault('place', 'EMPTY');
};

export const template = z.object({
  id,
  ...templateFields,
  place: z.string(),
  note: z.string(),
  serviceName: z.string(),
  doctorName: z.string().nullable(),
  teamName: z.string().nullable(),
  communityName: z.string().nullable(),
  /** The last day whose session was made from it: changes hold from later days on. */
  madeToDay: day.nullable(),
  rev,
});

const calendarKind = z.enum(['closed', 'working', 'usual']);

const dayFields = {
  kind: calendarKind,
  name: text(20),
  /** The weekday whose templates a working day takes; null: its own. */
  weekday: weekday.nullable(),
};

export const calendarDay = z.object({
  id,
  day,
  kind: calendarKind,
  name: z.string(),
  weekday: weekday.nullable(),
  /** Closed for one service only; null: the whole centre. */
  serviceCode: z.string().nullable(),
  serviceName: z.string().nullable(),
  /** Lines of the national calendar are changed by a line of the centre's own for the same day. */
  origin: z.enum(['national', 'centre']),
  rev,
});

const importedDay = z.object({
  line: z.number().int(),
  day: z.string(),
  kind: z.string(),
  name: z.string(),
  outcome: z.enum(['new', 'changed', 'same', 'faulty']),
  /** Sentences that name the column. */
  faults: z.array(z.string()),
});

const range = { fromDay: day, toDay: day };

const checkRange = (query: { fromDay: string; toDay: string }, context: z.core.$RefinementCtx): void => {
  const days = daysBetween(query.fromDay, query.toDay) + 1;
  if (days >= 1 && days <= MAX_SCHEDULE_DAYS) return;
  context.addIssue({ code: 'custom', path: ['toDay'], message: days < 1 ? 'DAY_ORDER' : 'TOO_LONG' });
};

/**
 * What becomes of a template on a day: `open` would be opened, `opened` just was, `exists` was made before (also when
 * it was called off since), `gone` names a doctor or room that is no longer in use.
 */
export const plannedOutcome = z.enum(['open', 'opened', 'exists', 'closed', 'doctorBusy', 'gone', 'past']);

const plannedSession = z.object({
  templateId: id,
  day,
  serviceCode: z.string(),
  serviceName: z.string(),
  startTime: time,
  endTime: time,
  place: z.string(),
  capacity: z.number().int(),
  doctorName: z.string().nullable(),
  visitingHospital: z.string().nullable(),
  outcome: plannedOutcome,
  /** Name of the closed day. */
  reason: z.string().nullable(),
  /** Where it exists. */
  sessionId: id.nullable(),
});

const rangeReply = z.object({
  items: z.array(plannedSession),
  /** What the calendar says of the days. */
  days: z.array(z.object({ day, kind: calendarKind, name: z.string(), weekday: weekday.nullable() })),
});

export const scheduleRoutes = defineRoutes({
  templates: {
    ...schedulePaths.templates,
    summary: 'Weekly templates in order of weekday and time',
    query: z.object({
      serviceCode: serviceCode.optional(),
      doctorId: id.optional(),
      weekday: z.coerce.number().pipe(weekday).optional(),
      active: z.enum(['true', 'false']).optional(),
    }),
    reply: list(template),
  },
  createTemplate: {
    ...schedulePaths.createTemplate,
    summary: 'Add a weekly template; its sessions are made day by day',
    body: z.object(templateFields).superRefine(checkTemplate),
    reply: template,
    status: 201,
    idempotent: true,
    errors: ['IDEMPOTENCY_MISMATCH'],
  },
  getTemplate: {
    ...schedulePaths.getTemplate,
    summary: 'One template',
    params: idParams,
    reply: template,
  },
  updateTemplate: {
    ...schedulePaths.updateTemplate,
    summary: 'Change a template; sessions that were made from it stay as they are',
    params: idParams,
    body: z.object({ rev, ...templateFields }).superRefine(checkTemplate),
    reply: template,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  removeTemplate: {
    ...schedulePaths.removeTemplate,
    summary: 'Remove a template; sessions that were made from it stay',
    params: idParams,
    body: z.object({ rev }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  days: {
    ...schedulePaths.days,
    summary: "Closed and working days of a year: the national calendar under the centre's own lines",
    query: z.object({
      year: z.coerce.number().int().min(2000, { error: 'TOO_SMALL' }).max(2199, { error: 'TOO_LARGE' }),
    }),
    reply: z.object({
      items: z.array(calendarDay),
      /** Where the national days come from; null where the configuration has no such year. */
      national: z
        .object({ source: z.string().nullable(), confidence: z.enum(['high', 'check']), note: z.string().nullable() })
        .nullable(),
    }),
  },
  createDay: {
    ...schedulePaths.createDay,
    summary: 'Say of a day that the centre or a service is closed, works in exchange, or works as usual',
    body: z.object({ day, serviceCode: serviceCode.nullable(), ...dayFields }).superRefine((body, context) => {
      if (body.kind !== 'working' && body.weekday !== null)
        context.addIssue({ code: 'custom', path: ['weekday'], message: 'ONLY_WORKING' });
      if (body.kind !== 'closed' && body.serviceCode !== null)
        context.addIssue({ code: 'custom', path: ['serviceCode'], message: 'ONLY_CLOSED' });
    }),
    reply: calendarDay,
    status: 201,
    idempotent: true,
    errors: ['DAY_TAKEN', 'IDEMPOTENCY_MISMATCH'],
  },
  importDays: {
    ...schedulePaths.importDays,
    summary: 'Take over a list of days (JSON or CSV), or with `dryRun` only say what would change; it may be repeated',
    body: z.object({
      text: z.string().min(1, { error: 'EMPTY' }).max(MAX_LIST_LENGTH, { error: 'TOO_LONG' }),
      dryRun: z.boolean(),
    }),
    bodyLimitBytes: 4 * MAX_LIST_LENGTH,
    reply: z.object({ rows: z.array(importedDay) }),
  },
  updateDay: {
    ...schedulePaths.updateDay,
    summary: "Change a line of the centre's calendar",
    params: idParams,
    body: z.object({ rev, ...dayFields }).superRefine((body, context) => {
      if (body.kind !== 'working' && body.weekday !== null)
        context.addIssue({ code: 'custom', path: ['weekday'], message: 'ONLY_WORKING' });
    }),
    reply: calendarDay,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  removeDay: {
    ...schedulePaths.removeDay,
    summary: "Remove a line of the centre's calendar; the national calendar holds again",
    params: idParams,
    body: z.object({ rev }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  daySessions: {
    ...schedulePaths.daySessions,
    summary: 'Sessions that exist on a day of the calendar, with how many have a seat',
    params: idParams,
    reply: list(
      z.object({
        id,
        serviceName: z.string(),
        startTime: time,
        endTime: time,
        place: z.string(),
        doctorName: z.string().nullable(),
        capacity: z.number().int(),
        booked: z.number().int(),
        state: sessionState,
      }),
    ),
  },
  preview: {
    ...schedulePaths.preview,
    summary: 'What the templates would open on the days of a range, and what not and why; at most 31 days',
    query: z.object(range).superRefine(checkRange),
    reply: rangeReply,
  },
  publish: {
    ...schedulePaths.publish,
    summary: 'Open what the templates stand for on the days of a range, each session once; it may be repeated',
    body: z.object(range).superRefine(checkRange),
    reply: rangeReply,
  },
});

export type ScheduleRoutes = typeof scheduleRoutes;
export type Template = z.output<typeof template>;
export type CalendarEntry = z.output<typeof calendarDay>;
export type ImportedDay = z.output<typeof importedDay>;
export type PlannedOutcome = z.output<typeof plannedOutcome>;
export type PlannedRow = z.output<typeof plannedSession>;
export type PlannedRange = z.output<typeof rangeReply>;
