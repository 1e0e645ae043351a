import type { ContractRoutes } from '@linkang/shared/api/contract.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers } from '../../platform/module';
import {
  getAgreement,
  getContract,
  getSignature,
  listContracts,
  listPackages,
  withdrawContract,
} from './contract.service';
import { approveContract, rejectContract } from './review.service';
import { signContract } from './signing.service';

/** The routes of contracts. */
export const buildContractHandlers = (deps: Deps): Handlers<ContractRoutes> => ({
  packages: async ({ query }, request) => ({ items: await listPackages(deps, query.residentId, request) }),
  agreement: () => Promise.resolve(getAgreement(deps)),
  create: ({ body }, request) => signContract(deps, body, request),
  list: ({ query }, request) => listContracts(deps, query, request),
  get: ({ params }, request) => getContract(deps, params.id, request),
  signature: ({ params }, request) => getSignature(deps, params.id, request),
  approve: ({ params }, request) => approveContract(deps, params.id, { ...request, actor: asStaff(request.actor) }),
  reject: ({ params, body }, request) =>
    rejectContract(deps, params.id, body.reason, { ...request, actor: asStaff(request.actor) }),
  withdraw: ({ params }, request) => withdrawContract(deps, params.id, request),
});
