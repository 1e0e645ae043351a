import { z } from 'zod';
import type { ProgrammeCode } from '../domain/chronic-table';
import type { RecheckSubject } from '../domain/exam-actions';
import { TASK_WORDS_MAX, taskKinds, type TaskKind } from '../domain/task-words';
import { day, id, idParams, instant, list, page, pageQuery, rev, text } from './common';
import { defineRoutes } from './route';
import { taskPaths } from './task.paths';

const kind = z.enum(Object.keys(taskKinds) as [TaskKind, ...TaskKind[]], { error: 'UNKNOWN' });
const programme = z.enum(['HTN', 'T2DM', 'SMI', 'CHD', 'STROKE'] satisfies ProgrammeCode[]);
const subject = z.enum(['bloodPressure', 'glucose', 'finding', 'risk'] satisfies RecheckSubject[]);
const itemCode = z.string().regex(/^[A-Z][A-Z0-9_]{0,15}$/, { error: 'UNKNOWN' });

/** A task in the list: nothing of the values, and of the name a part. */
export const listedTask = z.object({
  id,
  residentId: id,
  /** Masked. */
  residentName: z.string(),
  kind,
  subject: subject.nullable(),
  programme: programme.nullable(),
  /** Today, before anything else. */
  urgent: z.boolean(),
  dueDay: day,
  overdue: z.boolean(),
  /** What is to be done, in the words of the table. */
  say: z.string(),
  teamName: z.string().nullable(),
});

/** Something that was measured again. */
const reading = z.object({
  day,
  values: z.array(z.object({ code: z.string(), name: z.string(), value: z.number(), unit: z.string() })),
  byName: z.string(),
});

/** A task in full, for who may read the person's record. */
export const task = listedTask.extend({
  /** In full. */
  residentName: z.string(),
  /** The values that fired the rule. */
  because: z.string(),
  /** Of an urgent task: the number to call. */
  phone: z.string().nullable(),
  status: z.enum(['open', 'done', 'declined']),
  /** The record that it came of. */
  source: z.enum(['physical', 'followup', 'measurement', 'screening', 'recheck']),
  sourceId: id,
  madeAt: instant,
  settledAt: instant.nullable(),
  settledByName: z.string().nullable(),
  outcome: z.string().nullable(),
  /** Items that are measured again; empty where nothing is. */
  asks: z.array(z.object({ code: z.string(), name: z.string(), unit: z.string() })),
  readings: z.array(reading),
  rev,
});

export const taskRoutes = defineRoutes({
  list: {
    ...taskPaths.list,
    summary: 'Open tasks that values gave rise to: the urgent ones first, then by the day they are due',
    query: z.object({
      ...pageQuery,
      /** Those given to the caller, those of the caller's teams and of nobody's, or the whole house's. */
      whose: z.enum(['mine', 'team', 'all'], { error: 'UNKNOWN' }).default('team'),
      kind: kind.optional(),
      /** Only those whose day is over. */
      overdue: z.enum(['true'], { error: 'UNKNOWN' }).optional(),
    }),
    reply: page(listedTask),
  },
  get: {
    ...taskPaths.get,
    summary: 'A task with the values that it came of',
    params: idParams,
    reply: task,
    errors: ['NOT_FOUND', 'ACCESS_LIMITED'],
  },
  settle: {
    ...taskPaths.settle,
    summary: 'Close a task with what came of it, or with why nothing is done',
    params: idParams,
    body: z.object({
      rev,
      status: z.enum(['done', 'declined'], { error: 'UNKNOWN' }),
      words: text(TASK_WORDS_MAX),
    }),
    reply: task,
    errors: ['NOT_FOUND', 'ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  addReading: {
    ...taskPaths.addReading,
    summary: 'Keep what was measured again; the rules say whether that settles the task or leads to the next one',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({
      day,
      values: z
        .array(z.object({ code: itemCode, value: z.number() }))
        .min(1, { error: 'EMPTY' })
        .max(8, { error: 'TOO_LONG' }),
    }),
    reply: task,
    errors: ['NOT_FOUND', 'ACCESS_LIMITED', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  ofResident: {
    ...taskPaths.ofResident,
    summary: 'What is next for a person, in plain words, the first due first',
    params: idParams,
    reply: list(
      z.object({
        id,
        title: z.string(),
        dueDay: day,
        /** Nothing for the person to do before the doctor speaks up. */
        isDoctors: z.boolean(),
      }),
    ),
    errors: ['NOT_FOUND', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
});

export type TaskRoutes = typeof taskRoutes;
export type Task = z.output<typeof task>;
export type ListedTask = z.output<typeof listedTask>;
