import type { ClaimRoutes } from '@linkang/shared/api/claim.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { confirmAtDesk, findAtDesk, rejectAtDesk } from './claim.desk';
import { askForCode, createClaim, getOwnClaim, verifyCode } from './claim.service';

const byStaff = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes by which an account gets a person whom the centre knows already. */
export const buildClaimHandlers = (deps: Deps): Handlers<ClaimRoutes> => ({
  create: ({ body }, request) => createClaim(deps, body, request),
  own: (_, request) => getOwnClaim(deps, request),
  sendCode: ({ params }, request) => askForCode(deps, params.id, request),
  verify: ({ params, body }, request) => verifyCode(deps, params.id, body.code, request),
  find: ({ query }, request) => findAtDesk(deps, query.number, byStaff(request)),
  confirm: ({ params, body }, request) => confirmAtDesk(deps, params.id, body.idNumber, byStaff(request)),
  reject: ({ params }, request) => rejectAtDesk(deps, params.id, byStaff(request)),
});
