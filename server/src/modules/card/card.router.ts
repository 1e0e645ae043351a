import type { CardRoutes } from '@linkang/shared/api/card.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { issueCard, listCards, printCards, revokeCard } from './card.service';

const byStaff = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

export const buildCardHandlers = (deps: Deps): Handlers<CardRoutes> => ({
  list: ({ query }, request) => listCards(query.residentId, request),
  issue: ({ body }, request) => issueCard(deps, body.residentId, byStaff(request)),
  revoke: ({ params }, request) => revokeCard(params.id, byStaff(request)),
  print: ({ body }, request) => printCards(deps, body.residentIds, byStaff(request)),
});
