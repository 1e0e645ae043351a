import { z } from 'zod';
import { id, idParams, instant } from './common';
import { copyPaths } from './copy.paths';
import { defineRoutes } from './route';

/** A copy of everything that the centre keeps of a person, made and not opened yet. */
export const copy = z.object({ id, expiresAt: instant });

export const copyRoutes = defineRoutes({
  create: {
    ...copyPaths.create,
    summary: 'Make a copy of all own data; it lies encrypted for 15 minutes and can be opened once',
    idempotent: true,
    status: 201,
    params: idParams,
    reply: copy,
  },
  open: {
    ...copyPaths.open,
    summary: 'The copy, for machines and for people; only once',
    params: idParams,
    reply: z.object({
      /** Without an ending. */
      fileName: z.string(),
      json: z.string(),
      /** A page of its own. */
      html: z.string(),
    }),
    errors: ['STATE_CONFLICT'],
  },
});

export type CopyRoutes = typeof copyRoutes;
export type Copy = z.output<typeof copy>;
