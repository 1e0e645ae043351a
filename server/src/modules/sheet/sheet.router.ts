import type { SheetRoutes } from '@linkang/shared/api/sheet.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers } from '../../platform/module';
import { applySheet } from './sheet.apply.service';
import { makeSheet } from './sheet.service';

export const buildSheetHandlers = (deps: Deps): Handlers<SheetRoutes> => ({
  get: ({ query }, request) => makeSheet(deps, query, { ...request, actor: asStaff(request.actor) }),
  apply: ({ body }, request) => applySheet(deps, body, { ...request, actor: asStaff(request.actor) }),
});
