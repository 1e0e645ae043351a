import type { ContractRoutes } from '@linkang/shared/api/contract.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers } from '../../platform/module';
import {
  getAgreement,
  getContract,
  getSignature,
  getSignedText,
  listContracts,
  listPackages,
  withdrawContract,
} from './contract.service';
import { renewContract, transferContract } from './following.service';
import { approveContract, rejectContract, terminateContract } from './review.service';
import { signContract, signOnSite } from './signing.service';
import { listTexts, listTextVersions, publishText, readPackages, savePackages, saveTextDraft } from './text.service';

/** The routes of contracts. */
export const buildContractHandlers = (deps: Deps): Handlers<ContractRoutes> => ({
  packages: async ({ query }, request) => ({ items: await listPackages(deps, query.residentId, request) }),
  agreement: () => Promise.resolve(getAgreement(deps)),
  create: ({ body }, request) => signContract(deps, body, request),
  list: ({ query }, request) => listContracts(deps, query, request),
  get: ({ params }, request) => getContract(deps, params.id, request),
  signature: ({ params }, request) => getSignature(deps, params.id, request),
  signedText: ({ params }, request) => getSignedText(deps, params.id, request),
  readPackages: () => readPackages(deps),
  savePackages: ({ body }, request) => savePackages(deps, body, { ...request, actor: asStaff(request.actor) }),
  texts: () => listTexts(deps),
  textVersions: ({ params }) => listTextVersions(deps, params.id),
  saveTextDraft: ({ params, body }, request) =>
    saveTextDraft(deps, params.id, body, { ...request, actor: asStaff(request.actor) }),
  publishText: ({ params, body }, request) =>
    publishText(deps, params.id, body.rev, { ...request, actor: asStaff(request.actor) }),
  approve: ({ params, body }, request) =>
    approveContract(deps, params.id, body.startDay, { ...request, actor: asStaff(request.actor) }),
  reject: ({ params, body }, request) =>
    rejectContract(deps, params.id, body.reason, { ...request, actor: asStaff(request.actor) }),
  end: ({ params, body }, request) =>
    terminateContract(deps, params.id, body, { ...request, actor: asStaff(request.actor) }),
  withdraw: ({ params }, request) => withdrawContract(deps, params.id, request),
  signOnSite: ({ body }, request) => signOnSite(deps, body, request),
  renew: ({ params, body }, request) => renewContract(deps, params.id, body, request),
  transfer: ({ params, body }, request) => transferContract(deps, params.id, body, request),
});
