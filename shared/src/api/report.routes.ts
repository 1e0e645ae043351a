import { z } from 'zod';
import { day, id } from './common';
import { reportPaths } from './report.paths';
import { defineRoutes } from './route';

/** Days that one report covers at most. */
export const MAX_REPORT_DAYS = 366;

const minutes = (usual: number) =>
  z.coerce.number().int().min(1, { error: 'TOO_SMALL' }).max(240, { error: 'TOO_LARGE' }).default(usual);

/** How long something took a number of people; everything is null for fewer than five, nothing but 0 for none. */
const figures = z.object({
  count: z.number().int().nullable(),
  /** Half of them needed no longer. */
  medianSeconds: z.number().int().nullable(),
  /** Nine of ten needed no longer. */
  p90Seconds: z.number().int().nullable(),
  /** Share of those who needed no longer than the minutes that were asked for, 0 to 1. */
  within: z.number().min(0).max(1).nullable(),
});

const measure = z.object({
  now: figures,
  /** The same days of the year before. */
  lastYear: figures,
  /** By weekday (1 for Monday to 7 for Sunday) and hour in Shanghai; hours without anybody are missing. */
  hours: z.array(figures.extend({ weekday: z.number().int().min(1).max(7), hour: z.number().int().min(0).max(23) })),
});

/** Days of a report: in order, and no more than a year. */
const range = z
  .object({ fromDay: day, toDay: day })
  .refine((query) => query.fromDay <= query.toDay, { error: 'ORDER', path: ['toDay'] })
  .refine((query) => Date.parse(query.toDay) - Date.parse(query.fromDay) < MAX_REPORT_DAYS * 86_400_000, {
    error: 'TOO_LONG',
    path: ['toDay'],
  });

/** A figure of health education beside the same days of last year, with the rows that make it. */
const educationFigure = z.object({
  key: z.string(),
  name: z.string(),
  unit: z.string(),
  now: z.number().int(),
  lastYear: z.number().int(),
  /** How it is counted. */
  how: z.string(),
  rows: z.array(
    z.object({
      id,
      day,
      title: z.string(),
      value: z.number().int(),
      /** What is opened by it: an activity, a notice board, a kind of material. */
      opens: z.enum(['lecture', 'board', 'material']),
      targetId: id,
    }),
  ),
});

export const reportRoutes = defineRoutes({
  times: {
    ...reportPaths.times,
    summary:
      'How long people waited from check-in to the first call, and how long booking took by phone; of at most a year',
    query: z
      .object({
        fromDay: day,
        toDay: day,
        serviceCode: z.string().min(1).max(32).optional(),
        sessionId: id.optional(),
        doctorId: id.optional(),
        waitingWithin: minutes(30),
        bookingWithin: minutes(3),
      })
      .refine((query) => query.fromDay <= query.toDay, { error: 'ORDER', path: ['toDay'] })
      .refine((query) => Date.parse(query.toDay) - Date.parse(query.fromDay) < MAX_REPORT_DAYS * 86_400_000, {
        error: 'TOO_LONG',
        path: ['toDay'],
      }),
    reply: z.object({
      lastYear: z.object({ fromDay: day, toDay: day }),
      /** By the day of the visit, the hour of the check-in. */
      waiting: measure,
      /** By day and hour of the booking. */
      booking: measure,
    }),
  },
  education: {
    ...reportPaths.education,
    summary: 'Activities, person-times, hand-outs, boards and films of some days beside last year; of at most a year',
    query: range,
    reply: z.object({ lastYear: z.object({ fromDay: day, toDay: day }), items: z.array(educationFigure) }),
  },
  educationFile: {
    ...reportPaths.educationFile,
    summary: 'The same figures as a workbook',
    query: range,
    reply: z.object({ fileName: z.string(), type: z.string(), base64: z.string() }),
  },
});

export type ReportRoutes = typeof reportRoutes;
export type EducationFigure = z.output<typeof educationFigure>;
export type TimeMeasure = z.output<typeof measure>;
export type TimeFigures = z.output<typeof figures>;
