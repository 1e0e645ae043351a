import type { ContractKind } from '@linkang/shared/api/contract.routes';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import type { PackageSettings } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { findResidents, type Access } from '../resident';
import { countSigned, findTeam, type TeamRow } from '../team';
import { insertContractOnce } from './contract.model';
import {
  BASIC_PACKAGE,
  fitOf,
  offeredPackages,
  packageVersionOf,
  signPackages,
  type Person,
} from './contract.packages';
import { newContractId, type ContractRow } from './contract.schema';
import type { Proof } from './proof';
import { deleteSignatures, insertSignature } from './signature.model';

/** What somebody wants to sign. */
export interface Wish {
  residentId: string;
  teamId: string;
  packageIds: readonly string[];
  termYears: number;
  textVersion: string;
}

/** What the ids of a wish stand for. */
export interface Chosen {
  team: TeamRow;
  packages: PackageSettings[];
}

/** @throws VALIDATION_FAILED naming a team or packages that are not on offer */
export async function findChosen(deps: Deps, wish: Pick<Wish, 'teamId' | 'packageIds'>): Promise<Chosen> {
  const team = await findTeam(wish.teamId);
  const offered = offeredPackages(deps.config.contract);
  const faults: FieldFault[] = [];
  if (!team) faults.push(fieldFault('body.teamId', 'UNKNOWN'));
  wish.packageIds.forEach((id, index) => {
    if (!offered.some((row) => row.code === id)) faults.push(fieldFault(`body.packageIds.${index}`, 'UNKNOWN'));
  });
  if (!team || faults.length) throw new AppError('VALIDATION_FAILED', { fields: faults });
  const packages = offered.filter((row) => row.code === BASIC_PACKAGE || wish.packageIds.includes(row.code));
  return { team, packages };
}

/** The person who is to have a contract. @throws NOT_FOUND */
export async function findPerson(residentId: string): Promise<Person> {
  const [resident] = await findResidents([residentId]);
  if (!resident) throw new AppError('NOT_FOUND');
  return resident;
}

/** @throws VALIDATION_FAILED naming packages for people of another age or sex */
export async function assertPackagesFit(wish: Wish, chosen: Chosen, today: string): Promise<void> {
  const person = await findPerson(wish.residentId);
  const misfits = chosen.packages.filter((row) => fitOf(row, person, today) === 'misfit');
  if (!misfits.length) return;
  throw new AppError('VALIDATION_FAILED', {
    fields: misfits.map((row) =>
      fieldFault(
        `body.packageIds.${wish.packageIds.indexOf(row.code)}`,
        'NOT_ELIGIBLE',
        `“${row.name}”只面向${row.forWhom}，请不要选这一项`,
      ),
    ),
  });
}

/** @throws STATE_CONFLICT when another text than the current one was read */
export function assertCurrentText(deps: Deps, textVersion: string): void {
  if (textVersion === deps.config.contract.agreement.version) return;
  throw new AppError('STATE_CONFLICT', { detail: '签约协议刚刚更新，请返回重新阅读后再签名。' });
}

/** @throws CONTRACT_TEAM_FULL for teams that take nobody beyond their capacity */
export async function assertHasRoom(team: TeamRow): Promise<void> {
  if (!team.hardLimit) return;
  const signed = (await countSigned([team._id])).get(team._id) ?? 0;
  if (signed >= team.capacity) throw new AppError('CONTRACT_TEAM_FULL');
}

/** As whom somebody signs. */
const signedAsOf = ({ relation }: Access): ContractRow['signedAs'] => {
  if (relation === 'staff') return 'staff';
  return relation === 'proxy' ? 'guardian' : 'resident';
};

/** Where a new contract stands among its resident's. */
export type Standing = Pick<ContractRow, 'status' | 'slots' | 'startDay' | 'endDay'> & {
  kind: ContractKind;
  previousId?: string;
};

/** What was checked of a new contract. */
export interface Checked {
  wish: Wish;
  chosen: Chosen;
  proof: Proof;
  access: Access;
}

/** The row of a new contract. */
export function draft(
  deps: Deps,
  { wish, chosen: { packages, team }, proof: { evidence }, access }: Checked,
  standing: Standing,
  { actor, now }: IdempotentRequestInfo,
): ContractRow {
  const signedAs = signedAsOf(access);
  const { agreement } = deps.config.contract;
  const signed = signPackages(packages);
  return {
    _id: newContractId(),
    residentId: wish.residentId,
    teamId: team._id,
    packages: signed,
    packageVersion: packageVersionOf(signed),
    termYears: wish.termYears,
    textVersion: agreement.version,
    ...standing,
    signedAt: now,
    signedBy: actor.accountId,
    signedAs,
    evidence: { ...evidence, textHash: agreement.sha256 },
    ...(standing.status === 'active' ? { activatedAt: now } : {}),
    decidedAt: null,
    decidedBy: null,
    reason: null,
    history: [{ at: now, to: standing.status, by: signedAs, accountId: actor.accountId }],
    rev: 0,
  };
}

/** A row with the picture that proves it. */
export interface Prepared {
  row: ContractRow;
  proof: Proof;
}

/**
 * Keeps a contract once for a key, and its picture before it.
 * @param prepare checks everything and makes the row
 * @param onAnother called when the resident has a contract in the way
 * @param insert keeps the row, where another one changes with it
 */
export async function keepOnce(
  deps: Deps,
  { idempotency, now }: IdempotentRequestInfo,
  prepare: () => Promise<Prepared>,
  onAnother: () => Promise<never>,
  insert?: (row: ContractRow) => Promise<unknown>,
): Promise<ContractRow> {
  let prepared: ContractRow | undefined;
  let kept: ContractRow | undefined;
  const build = async (): Promise<ContractRow> => {
    const { row, proof } = await prepare();
    prepared = row;
    await insertSignature(deps.keyring, row._id, proof, now);
    return row;
  };
  try {
    kept = await insertContractOnce(idempotency, now, build, onAnother, insert);
  } catch (error) {
    // Only a refusal tells that nothing was kept; after any other failure the daily job looks.
    if (prepared && error instanceof AppError) await deleteSignatures([prepared._id]);
    throw error;
  }
  if (prepared && prepared._id !== kept._id) await deleteSignatures([prepared._id]);
  return kept;
}

/** The clinic day of a request. */
export const todayOf = ({ now }: Pick<IdempotentRequestInfo, 'now'>): string => dayOf(now);
