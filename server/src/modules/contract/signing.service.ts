import { createHash } from 'node:crypto';
import type { Contract, ContractRoutes } from '@linkang/shared/api/contract.routes';
import type { Input } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import type { PackageSettings } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { assertServes, findResidents } from '../resident';
import { countSigned, findTeam, type TeamRow } from '../team';
import { findOpenContract, insertContractOnce, newContractId, type ContractRow } from './contract.model';
import { BASIC_PACKAGE, fitOf, offeredPackages, packageVersionOf, signPackages } from './contract.packages';
import { presentOne } from './contract.view';
import { readSignature } from './signature-image';
import { deleteSignatures, insertSignature } from './signature.model';

type Application = Input<ContractRoutes['create']>['body'];

/** What the ids of an application stand for. */
interface Chosen {
  team: TeamRow;
  packages: PackageSettings[];
}

/** @throws VALIDATION_FAILED naming a team or packages that are not on offer */
async function findChosen(deps: Deps, body: Application): Promise<Chosen> {
  const team = await findTeam(body.teamId);
  const offered = offeredPackages(deps.config.contract);
  const faults: FieldFault[] = [];
  if (!team) faults.push(fieldFault('body.teamId', 'UNKNOWN'));
  body.packageIds.forEach((id, index) => {
    if (!offered.some((row) => row.code === id)) faults.push(fieldFault(`body.packageIds.${index}`, 'UNKNOWN'));
  });
  if (!team || faults.length) throw new AppError('VALIDATION_FAILED', { fields: faults });
  const packages = offered.filter((row) => row.code === BASIC_PACKAGE || body.packageIds.includes(row.code));
  return { team, packages };
}

/** @throws VALIDATION_FAILED naming packages for people of another age or sex */
async function assertPackagesFit(body: Application, chosen: Chosen, today: string): Promise<void> {
  const [resident] = await findResidents([body.residentId]);
  if (!resident) throw new AppError('NOT_FOUND');
  const misfits = chosen.packages.filter((row) => fitOf(row, resident, today) === 'misfit');
  if (!misfits.length) return;
  throw new AppError('VALIDATION_FAILED', {
    fields: misfits.map((row) =>
      fieldFault(
        `body.packageIds.${body.packageIds.indexOf(row.code)}`,
        'NOT_ELIGIBLE',
        `“${row.name}”只面向${row.forWhom}，请不要选这一项`,
      ),
    ),
  });
}

/** @throws STATE_CONFLICT when another text than the current one was read */
function assertCurrentText(deps: Deps, textVersion: string): void {
  if (textVersion === deps.config.contract.agreement.version) return;
  throw new AppError('STATE_CONFLICT', { detail: '签约协议刚刚更新，请返回重新阅读后再签名。' });
}

/** @throws CONTRACT_TEAM_FULL for teams that take nobody beyond their capacity */
async function assertHasRoom(team: TeamRow): Promise<void> {
  if (!team.hardLimit) return;
  const signed = (await countSigned([team._id])).get(team._id) ?? 0;
  if (signed >= team.capacity) throw new AppError('CONTRACT_TEAM_FULL');
}

/** @throws CONTRACT_ACTIVE with the contract in the way */
async function refuseSecond(deps: Deps, open: ContractRow | null, request: IdempotentRequestInfo): Promise<never> {
  throw new AppError('CONTRACT_ACTIVE', open ? { conflict: await presentOne(deps, open, request) } : {});
}

const channelOf = (userAgent: string): 'miniapp' | 'h5' =>
  /MicroMessenger|miniProgram/i.test(userAgent) ? 'miniapp' : 'h5';

function buildContract(
  deps: Deps,
  body: Application,
  chosen: Chosen,
  png: Buffer,
  request: IdempotentRequestInfo,
): ContractRow {
  const { agreement } = deps.config.contract;
  const packages = signPackages(chosen.packages);
  return {
    _id: newContractId(),
    residentId: body.residentId,
    teamId: chosen.team._id,
    packages,
    packageVersion: packageVersionOf(packages),
    termYears: body.termYears,
    textVersion: agreement.version,
    status: 'pendingReview',
    open: true,
    signedAt: request.now,
    signedBy: request.actor.accountId,
    evidence: {
      at: request.now,
      channel: channelOf(request.userAgent),
      address: request.address,
      userAgent: request.userAgent,
      textHash: agreement.sha256,
      signatureHash: createHash('sha256').update(png).digest('hex'),
    },
    startDay: null,
    endDay: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    rev: 0,
  };
}

/** Checks an application and makes its contract, whose signature is kept before it. */
async function prepareContract(deps: Deps, body: Application, request: IdempotentRequestInfo): Promise<ContractRow> {
  const png = readSignature(body.signature);
  const chosen = await findChosen(deps, body);
  await assertServes(request, 'contract.create', body.residentId);
  await assertPackagesFit(body, chosen, dayOf(request.now));
  assertCurrentText(deps, body.textVersion);
  const open = await findOpenContract(body.residentId);
  // A contract made with the same key in this moment is our own: the insert will find it.
  if (open && open.idem !== request.idempotency.idem) await refuseSecond(deps, open, request);
  if (!open) await assertHasRoom(chosen.team);
  const contract = buildContract(deps, body, chosen, png, request);
  await insertSignature(deps.keyring, contract._id, png, request.now);
  return contract;
}

/**
 * Signs: an application that the team reviews.
 * @throws CONTRACT_ACTIVE, CONTRACT_TEAM_FULL, STATE_CONFLICT, NOT_FOUND
 */
export async function signContract(deps: Deps, body: Application, request: IdempotentRequestInfo): Promise<Contract> {
  let prepared: ContractRow | undefined;
  let kept: ContractRow | undefined;
  try {
    kept = await insertContractOnce(
      request.idempotency,
      request.now,
      async () => (prepared = await prepareContract(deps, body, request)),
      async () => refuseSecond(deps, await findOpenContract(body.residentId), request),
    );
  } catch (error) {
    // Only a refusal tells that nothing was kept; after any other failure the daily job looks.
    if (prepared && error instanceof AppError) await deleteSignatures([prepared._id]);
    throw error;
  }
  if (prepared && prepared._id !== kept._id) await deleteSignatures([prepared._id]);
  return presentOne(deps, kept, request);
}
