import type { ProxyRoutes } from '@linkang/shared/api/proxy.routes';
import type { Deps } from '../../platform/deps';
import { asResident, asStaff, type Handlers } from '../../platform/module';
import { askFor } from './proxy.asking';
import { listDeeds } from './proxy.deeds';
import { getPaper, putPaper } from './proxy.paper';
import { confirmProxy, listOfResident, listProxies, narrowProxy, rejectProxy, revokeProxy } from './proxy.service';

/** Handlers of the relatives' routes. */
export const buildProxyHandlers = (deps: Deps): Handlers<ProxyRoutes> => ({
  create: ({ body }, request) => askFor(deps, body, request),
  list: (_, request) => listProxies({ ...request, actor: asResident(request.actor) }),
  ofResident: ({ params }, request) => listOfResident(params.id, { ...request, actor: asStaff(request.actor) }),
  confirm: ({ params, body }, request) => confirmProxy(deps, params.id, body, request),
  reject: ({ params }, request) => rejectProxy(params.id, request),
  narrow: ({ params, body }, request) => narrowProxy(params.id, body, request),
  deeds: ({ params }, request) => listDeeds(deps, params.id, request),
  putPaper: ({ params, upload }, request) =>
    putPaper(deps, params.id, upload, { ...request, actor: asStaff(request.actor) }),
  paper: ({ params }, request) => getPaper(deps, params.id, { ...request, actor: asStaff(request.actor) }),
  revoke: ({ params }, request) => revokeProxy(params.id, request),
});
