import type { AreaRoutes, Cell } from '@linkang/shared/api/area.routes';
import type { Handlers, Module } from '../../platform/module';
import { addCell, changeCell, listCells, presentCells } from './area.service';
import { findCells } from './cell.model';

export { createDemoCells } from './area.demo';

/** The cells of some communities, in order of their names. */
export const cellsOf = async (communityIds: readonly string[]): Promise<Cell[]> =>
  communityIds.length === 0 ? [] : presentCells(await findCells([...new Set(communityIds)]));

const buildAreaHandlers = (): Handlers<AreaRoutes> => ({
  cells: () => listCells(),
  createCell: ({ body }, request) => addCell(body, request),
  updateCell: ({ params, body }) => changeCell(params.id, body),
});

/** Parts of communities for which doctors answer. */
export const areaModule: Module = { feature: 'area', handlers: buildAreaHandlers };
