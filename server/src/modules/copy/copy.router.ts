import type { CopyRoutes } from '@linkang/shared/api/copy.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers, Module } from '../../platform/module';
import { makeCopy, openCopy } from './copy.service';

/** Handlers of the routes by which people get a copy of their data. */
export const buildCopyHandlers = (deps: Deps, all: readonly Module[] = []): Handlers<CopyRoutes> => ({
  create: ({ params }, request) => makeCopy(deps, all, params.id, request),
  open: ({ params }, request) => openCopy(deps, params.id, request),
});
