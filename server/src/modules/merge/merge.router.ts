import type { MergeRoutes } from '@linkang/shared/api/merge.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type Module } from '../../platform/module';
import { compareRecords, listMerges, mergeRecords } from './merge.service';

/** Handlers of the routes by which two records become one. */
export const buildMergeHandlers = (deps: Deps, all: readonly Module[]): Handlers<MergeRoutes> => ({
  compare: ({ query }, request) => compareRecords(deps, all, query, { ...request, actor: asStaff(request.actor) }),
  create: ({ body }, request) => mergeRecords(deps, all, body, { ...request, actor: asStaff(request.actor) }),
  list: ({ query }, request) => listMerges(deps, query, { ...request, actor: asStaff(request.actor) }),
});
