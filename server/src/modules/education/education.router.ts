import type { EducationRoutes } from '@linkang/shared/api/education.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import {
  addBoard,
  addChange,
  correctBoard,
  correctChange,
  listBoards,
  listChanges,
  readBoard,
  takeBackChange,
} from './board.service';
import { readYear } from './education.year';
import {
  addEntry,
  addMaterial,
  correctEntry,
  correctMaterial,
  listEntries,
  listMaterials,
  readMaterial,
  takeBackEntry,
} from './material.service';

const byStaff = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes of the ledgers of health education. */
export const buildEducationHandlers = (deps: Deps): Handlers<EducationRoutes> => ({
  boards: ({ query }, request) => listBoards(deps, query, request.now),
  board: ({ params }, request) => readBoard(deps, params.id, request.now),
  createBoard: ({ body }, request) => addBoard(deps, body, request),
  updateBoard: ({ params, body }, request) => correctBoard(deps, params.id, body, byStaff(request)),
  changes: ({ params, query }) => listChanges(params.id, query),
  addChange: ({ params, body }, request) => addChange(params.id, body, request),
  updateChange: ({ params, body }, request) => correctChange(params.id, body, byStaff(request)),
  withdrawChange: ({ params, body }, request) => takeBackChange(params.id, body.rev, byStaff(request)),
  materials: ({ query }) => listMaterials(query),
  material: ({ params }) => readMaterial(params.id),
  createMaterial: ({ body }, request) => addMaterial(body, request),
  updateMaterial: ({ params, body }, request) => correctMaterial(params.id, body, byStaff(request)),
  entries: ({ params, query }) => listEntries(params.id, query),
  addEntry: ({ params, body }, request) => addEntry(params.id, body, request),
  updateEntry: ({ params, body }, request) => correctEntry(params.id, body, byStaff(request)),
  withdrawEntry: ({ params, body }, request) => takeBackEntry(params.id, body.rev, byStaff(request)),
  year: ({ query }, request) => readYear(deps, query.year, request.now),
});
