import type { Contract, ContractRoutes, ServicePackage } from '@linkang/shared/api/contract.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asResident, asStaff, type RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { recordAccess } from '../audit';
import { assertActsFor, findOwnResidentId, findResidents, type Access } from '../resident';
import { findContract, findContracts, findOpenContracts, type ContractCursor } from './contract.model';
import { fitOf, offeredPackages, presentPackage, type Person } from './contract.packages';
import { canReview } from './contract.policy';
import type { ContractRow } from './contract.schema';
import { presentContracts, presentOne } from './contract.view';
import { closeWaiting } from './moves.model';
import { findSignature } from './signature.model';

type ListQuery = Input<ContractRoutes['list']>['query'];

/** @throws AUTH_REQUIRED, FORBIDDEN, NOT_FOUND unless the caller is a resident who acts for this one */
async function findOwnPerson(residentId: string, request: RequestInfo): Promise<Person> {
  const { actor } = request;
  if (actor.kind === 'anonymous') throw new AppError('AUTH_REQUIRED');
  if (actor.kind === 'staff') throw new AppError('FORBIDDEN');
  await assertActsFor(actor, residentId, { route: 'contract.packages', request });
  const [resident] = await findResidents([residentId]);
  if (!resident) throw new AppError('NOT_FOUND');
  return resident;
}

/** The packages on offer; for a resident only those that may fit, with a note where the team confirms it. */
export async function listPackages(
  deps: Deps,
  residentId: string | undefined,
  request: RequestInfo,
): Promise<ServicePackage[]> {
  const { agreement } = deps.config.contract;
  const offered = offeredPackages(deps.config.contract);
  if (residentId === undefined) return offered.map((row) => presentPackage(row, agreement.version, 'fits'));
  const person = await findOwnPerson(residentId, request);
  return offered.flatMap((row) => {
    const fit = fitOf(row, person, dayOf(request.now));
    return fit === 'misfit' ? [] : [presentPackage(row, agreement.version, fit)];
  });
}

/** The text of the agreement that is signed today. */
export function getAgreement(deps: Deps): Reply<ContractRoutes['agreement']> {
  const { version, title, html } = deps.config.contract.agreement;
  return { version, title, html };
}

/** @throws VALIDATION_FAILED for a cursor that no list gave out */
function parseCursor(cursor: string | undefined): ContractCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id] = /^(\d{1,15})\|([A-Za-z0-9:_-]{1,64})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { signedAt: new Date(Number(ms)), id };
}

const cursorOf = (row: ContractRow): string => `${row.signedAt.getTime()}|${row._id}`;

/** The contract as a relative sees it: only the person and guardians take something back or sign. */
const forRelative = (contract: Contract): Contract => ({
  ...contract,
  can: { ...contract.can, withdraw: false, renew: false, transfer: false },
});

const forReader = (contract: Contract, access: Access | undefined): Contract =>
  access?.relation === 'proxy' && access.isGuardian !== true ? forRelative(contract) : contract;

/** The resident whose contracts a list shows, with the right to it; null: nobody, as before registration. */
async function listedResident(
  query: ListQuery,
  request: RequestInfo,
): Promise<{ residentId: string | null | undefined; access?: Access }> {
  const { actor } = request;
  if (actor.kind === 'staff') return { residentId: query.residentId };
  if (query.residentId !== undefined) {
    const access = await assertActsFor(actor, query.residentId, { route: 'contract.list', request });
    return { residentId: query.residentId, access };
  }
  const { accountId, ownResidentId } = asResident(actor);
  return { residentId: ownResidentId ?? (await findOwnResidentId(accountId)) ?? null };
}

/** Contracts, newest first: a resident's own, or for staff those in a state. @throws NOT_FOUND */
export async function listContracts(
  deps: Deps,
  query: ListQuery,
  request: RequestInfo,
): Promise<Reply<ContractRoutes['list']>> {
  const after = parseCursor(query.cursor);
  const { residentId, access } = await listedResident(query, request);
  if (residentId === null) return { items: [], nextCursor: null };
  const which = { residentId, status: query.status, endsBy: query.endsBy };
  const found = await findContracts(which, after, query.limit);
  const rows = found.slice(0, query.limit);
  if (request.actor.kind === 'staff')
    await recordAccess(
      { ...request, actor: request.actor },
      'contract.list',
      rows.map((row) => row.residentId),
    );
  const last = rows.at(-1);
  return {
    items: (await presentContracts(deps, rows, request)).map((contract) => forReader(contract, access)),
    nextCursor: last && found.length > query.limit ? cursorOf(last) : null,
  };
}

/** The contract of a resident that runs or waits, or else the newest one; null when there is none. */
export async function latestContractOf(
  deps: Deps,
  residentId: string,
  request: Pick<RequestInfo, 'actor' | 'now'>,
): Promise<Contract | null> {
  const open = await findOpenContracts([residentId]);
  const [newest] = open.length ? [] : await findContracts({ residentId }, undefined, 1);
  const latest = open.find(({ status }) => status === 'active') ?? open[0] ?? newest;
  return latest ? presentOne(deps, latest, request) : null;
}

/** A contract that the caller may see as staff, as its person or as a guardian. @throws NOT_FOUND also for another resident's */
async function findVisible(
  id: string,
  route: 'contract.signature' | 'contract.signedText' | 'contract.withdraw',
  request: RequestInfo,
): Promise<ContractRow> {
  const { actor, trace } = request;
  const contract = await findContract(id);
  if (!contract) throw new AppError('NOT_FOUND');
  trace.residentIds.add(contract.residentId);
  if (actor.kind !== 'staff') await assertActsFor(asResident(actor), contract.residentId, { route, request });
  return contract;
}

/** One contract, also for a relative who may see the file. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export async function getContract(deps: Deps, id: string, request: RequestInfo): Promise<Contract> {
  const { actor } = request;
  const contract = await findContract(id);
  if (!contract) throw new AppError('NOT_FOUND');
  if (actor.kind === 'staff') {
    await assertMayReadResident({ ...request, actor }, 'contract.get', contract.residentId);
    return presentOne(deps, contract, request);
  }
  const access = await assertActsFor(asResident(actor), contract.residentId, { route: 'contract.get', request });
  return forReader(await presentOne(deps, contract, request), access);
}

/** The drawn signature. @throws NOT_FOUND, FORBIDDEN to staff who don't review the contract */
export async function getSignature(
  deps: Deps,
  id: string,
  request: RequestInfo,
): Promise<Reply<ContractRoutes['signature']>> {
  const contract = await findVisible(id, 'contract.signature', request);
  if (request.actor.kind === 'staff') {
    if (!canReview(request.actor, contract.teamId)) throw new AppError('FORBIDDEN');
    await assertMayReadResident(
      { ...request, actor: asStaff(request.actor) },
      'contract.signature',
      contract.residentId,
    );
  }
  const dataUrl = await findSignature(deps.keyring, id);
  if (dataUrl === null) throw new AppError('NOT_FOUND');
  return { dataUrl };
}

/** The agreement word for word as it was signed. @throws NOT_FOUND also for one from before texts were kept */
export async function getSignedText(
  deps: Deps,
  id: string,
  request: RequestInfo,
): Promise<Reply<ContractRoutes['signedText']>> {
  const contract = await findVisible(id, 'contract.signedText', request);
  if (request.actor.kind === 'staff')
    await assertMayReadResident({ ...request, actor: request.actor }, 'contract.signedText', contract.residentId);
  const text = await deps.settings.findShownText(contract.evidence.textHash);
  if (!text) throw new AppError('NOT_FOUND');
  return { version: contract.textVersion, title: text.title, html: text.html };
}

/** Takes back what has not begun. @throws NOT_FOUND, STATE_CONFLICT once it runs or was decided otherwise */
export async function withdrawContract(deps: Deps, id: string, request: RequestInfo): Promise<Contract> {
  const contract = await findVisible(id, 'contract.withdraw', request);
  const { accountId, ownResidentId } = asResident(request.actor);
  const isOwn = (ownResidentId ?? (await findOwnResidentId(accountId))) === contract.residentId;
  const by = { at: request.now, by: isOwn ? 'resident' : 'guardian', accountId } as const;
  const from = ['pendingReview', 'scheduled'] as const;
  const withdrawn = await closeWaiting(contract, from, 'withdrawn', by, { decidedAt: request.now });
  if (!withdrawn) throw new AppError('STATE_CONFLICT');
  return presentOne(deps, withdrawn, request);
}
