import { z } from 'zod';
import { mergeCauses, type MergeCause } from '../domain/merge-causes';
import { id, instant, page, pageQuery, text } from './common';
import { mergePaths } from './merge.paths';
import { foundResident } from './resident.routes';
import { defineRoutes } from './route';

/** The longest reason for a merge. */
export const MERGE_REASON_MAX = 200;

/** Which of the two records: the one that stays, or the one that goes into it. */
const side = z.enum(['stay', 'away'], { error: 'UNKNOWN' });

/** Something that keeps two records from becoming one. */
export const mergeObstacle = z.object({
  cause: z.enum(Object.keys(mergeCauses) as [MergeCause, ...MergeCause[]]),
  /** Which booking, session or team; empty where the cause says it all. */
  about: z.string(),
});

/** One of two records that may be the same person, masked. */
export const mergeSide = foundResident.extend({
  hasAccount: z.boolean(),
  createdAt: instant,
  /** How much there is of the person, by kind. */
  counts: z.array(z.object({ name: z.string(), count: z.number().int() })),
});

const person = z.object({ id, name: z.string() });

/** A merge, running or done. */
export const merge = z.object({
  id,
  /** Names masked. */
  stay: person,
  away: person,
  /** `running` until everything is moved; the service goes on by itself. */
  status: z.enum(['running', 'done']),
  byName: z.string(),
  at: instant,
  doneAt: instant.nullable(),
  reason: z.string(),
  /** What could not be moved yet: staff have to solve it. */
  obstacles: z.array(mergeObstacle),
});

export const mergeRoutes = defineRoutes({
  compare: {
    ...mergePaths.compare,
    summary: 'Two records side by side, masked, with what keeps them from becoming one',
    query: z
      .object({ stayId: id, awayId: id })
      .refine(({ stayId, awayId }) => stayId !== awayId, { error: 'SAME', path: ['awayId'] }),
    reply: z.object({ stay: mergeSide, away: mergeSide, obstacles: z.array(mergeObstacle) }),
    errors: ['NOT_FOUND'],
  },
  create: {
    ...mergePaths.create,
    summary: 'Make one record of two that are the same person; both histories stay',
    idempotent: true,
    status: 201,
    body: z
      .object({
        stayId: id,
        awayId: id,
        reason: text(MERGE_REASON_MAX),
        /** Whose account has the person afterwards, where both have one. */
        account: side.default('stay'),
      })
      .refine(({ stayId, awayId }) => stayId !== awayId, { error: 'SAME', path: ['awayId'] }),
    reply: merge,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'MERGE_BLOCKED', 'IDEMPOTENCY_MISMATCH'],
  },
  list: {
    ...mergePaths.list,
    summary: 'Merges with who, when and why, the newest first; all, or those of one person',
    query: z.object({ ...pageQuery, residentId: id.optional() }),
    reply: page(merge),
  },
});

export type MergeRoutes = typeof mergeRoutes;
export type Merge = z.output<typeof merge>;
export type MergeObstacle = z.output<typeof mergeObstacle>;
export type MergeSide = z.output<typeof mergeSide>;
