import { z } from 'zod';
import { MAX_CELL_BUILDINGS } from '../domain/area-cells';
import { areaPaths } from './area.paths';
import { id, idParams, list, rev, text } from './common';
import { defineRoutes } from './route';

const cellFields = {
  communityId: id,
  name: text(30),
  /** Beginnings of addresses; who lives there belongs to the cell. */
  buildings: z
    .array(text(30))
    .min(1, { error: 'EMPTY' })
    .max(MAX_CELL_BUILDINGS, { error: 'TOO_MANY' })
    .transform((names) => [...new Set(names)]),
  /** The doctor who answers for it; null: the team as a whole. */
  doctorId: id.nullable(),
};

/** A part of a community for which a doctor answers. */
export const cell = z.object({
  id,
  communityId: id,
  name: z.string(),
  buildings: z.array(z.string()),
  doctorId: id.nullable(),
  doctorName: z.string().nullable(),
  rev,
});

export const areaRoutes = defineRoutes({
  cells: {
    ...areaPaths.cells,
    summary: 'All cells of the communities, with the buildings and the doctor of each',
    reply: list(cell),
  },
  createCell: {
    ...areaPaths.createCell,
    summary: 'Add a cell to a community',
    status: 201,
    idempotent: true,
    body: z.object(cellFields),
    reply: cell,
    errors: ['NAME_TAKEN', 'IDEMPOTENCY_MISMATCH'],
  },
  updateCell: {
    ...areaPaths.updateCell,
    summary: 'Change which buildings belong to a cell, and who answers for it',
    params: idParams,
    body: z.object({ rev, ...cellFields }),
    reply: cell,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'NAME_TAKEN'],
  },
});

export type AreaRoutes = typeof areaRoutes;
export type Cell = z.output<typeof cell>;
