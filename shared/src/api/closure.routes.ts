import { z } from 'zod';
import { closurePaths } from './closure.paths';
import { id, idParams, instant } from './common';
import { defineRoutes } from './route';

/** That somebody closes the account. */
export const closure = z.object({
  id,
  /** Until `dueAt` it can be undone; then data are erased or locked. */
  status: z.enum(['grace', 'undone', 'closing', 'closed']),
  askedAt: instant,
  dueAt: instant,
});

export const closureRoutes = defineRoutes({
  ofResident: {
    ...closurePaths.ofResident,
    summary: 'Whether the account is being closed, and what would become of which data, by the law that says so',
    params: idParams,
    reply: z.object({
      /** The one that can be undone; null where there is none. */
      closure: closure.nullable(),
      graceDays: z.number().int(),
      rows: z.array(
        z.object({
          key: z.string(),
          title: z.string(),
          onClosing: z.enum(['erase', 'lock']),
          /** Null where it is erased at once. */
          keepYears: z.number().int().nullable(),
          basis: z.string(),
        }),
      ),
    }),
  },
  create: {
    ...closurePaths.create,
    summary: 'Close the own account; it can be undone until the days of grace are over',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({
      /** The person has read what will be erased and what the law keeps. */
      agreed: z.literal(true, { error: 'AGREE' }),
    }),
    reply: closure,
    errors: ['STATE_CONFLICT'],
  },
  undo: {
    ...closurePaths.undo,
    summary: 'Keep the account after all, as long as nothing is erased',
    params: idParams,
    reply: closure,
    errors: ['STATE_CONFLICT'],
  },
});

export type ClosureRoutes = typeof closureRoutes;
export type Closure = z.output<typeof closure>;
