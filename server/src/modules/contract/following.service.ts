import type { Contract, ContractRoutes } from '@linkang/shared/api/contract.routes';
import type { Input } from '@linkang/shared/api/route';
import { addDays, sayDay, yearOf } from '@linkang/shared/domain/clinic-day';
import { contractEndDay } from '@linkang/shared/domain/contract-term';
import { renewalStateOn, renewalWindow } from '@linkang/shared/domain/renewal-window';
import { AppError } from '@linkang/shared/errors';
import type { ClientSession } from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { Unmatched } from '../../platform/transaction';
import { assertServes } from '../resident';
import { claimTeam, type TeamRow } from '../team';
import { countTaken, countTransfers, findContract, findOpenContracts, metAnother } from './contract.model';
import { fitOf, offeredPackages } from './contract.packages';
import { renewalRuleOf } from './contract.policy';
import type { ContractRow } from './contract.schema';
import { presentOne } from './contract.view';
import {
  assertCurrentText,
  assertHasRoom,
  assertPackagesFit,
  draft,
  findChosen,
  findPerson,
  keepOnce,
  todayOf,
  type Chosen,
  type Prepared,
  type Standing,
  type Wish,
} from './drafting';
import { addFollowing } from './moves.model';
import { readProof } from './proof';
import { refuseSecond } from './signing.service';

type RenewBody = Input<ContractRoutes['renew']>['body'];
type TransferBody = Input<ContractRoutes['transfer']>['body'];

/** The contract that another is to follow. @throws NOT_FOUND */
async function findPrevious(id: string): Promise<ContractRow> {
  const previous = await findContract(id);
  if (!previous) throw new AppError('NOT_FOUND');
  return previous;
}

/** What follows a contract, or else what else the resident has that waits or runs. */
async function findInTheWay({ _id, residentId, nextId }: ContractRow): Promise<ContractRow | null> {
  const open = await findOpenContracts([residentId]);
  return open.find((row) => row._id === nextId) ?? open.find((row) => row.previousId === _id) ?? open[0] ?? null;
}

/** The packages of before, as far as they are on offer and still fit. */
async function packagesOfBefore(deps: Deps, previous: ContractRow, today: string): Promise<string[]> {
  const person = await findPerson(previous.residentId);
  return offeredPackages(deps.config.contract)
    .filter((row) => previous.packages.some(({ code }) => code === row.code) && fitOf(row, person, today) !== 'misfit')
    .map(({ code }) => code);
}

async function wishOf(
  deps: Deps,
  previous: ContractRow,
  body: RenewBody & { teamId?: string },
  today: string,
): Promise<Wish> {
  return {
    residentId: previous.residentId,
    teamId: body.teamId ?? previous.teamId,
    packageIds: body.packageIds ?? (await packagesOfBefore(deps, previous, today)),
    termYears: body.termYears ?? previous.termYears,
    textVersion: body.textVersion,
  };
}

/** @throws STATE_CONFLICT, CONTRACT_RENEWAL_CLOSED outside the days around the end */
function assertRenewable(deps: Deps, { status, endDay }: ContractRow, today: string): void {
  if ((status !== 'active' && status !== 'expired') || endDay === null) throw new AppError('STATE_CONFLICT');
  const rule = renewalRuleOf(deps.config.contract.rules);
  const { opensDay, closesDay } = renewalWindow(endDay, rule);
  const state = renewalStateOn(endDay, today, rule);
  if (state === 'early')
    throw new AppError('CONTRACT_RENEWAL_CLOSED', { detail: `还没到续签的时间，${sayDay(opensDay)}起可以续签。` });
  if (state === 'closed')
    throw new AppError('CONTRACT_RENEWAL_CLOSED', { detail: `${sayDay(closesDay)}已过，不能再续签，请重新签约。` });
}

/** Packages that the team confirms and did not confirm for the contract before. */
async function hasNewToConfirm(previous: ContractRow, { packages }: Chosen, today: string): Promise<boolean> {
  const person = await findPerson(previous.residentId);
  return packages.some(
    (row) => !previous.packages.some(({ code }) => code === row.code) && fitOf(row, person, today) === 'confirm',
  );
}

/** Where a renewal stands: decided already, unless it brings something that somebody has to look at. */
function standingOf(previous: ContractRow, termYears: number, today: string, isReviewed: boolean): Standing {
  const isRunning = previous.status === 'active';
  const base = { kind: 'renewal', previousId: previous._id } as const;
  if (isReviewed)
    return {
      ...base,
      status: 'pendingReview',
      slots: isRunning ? ['next'] : ['now', 'next'],
      startDay: null,
      endDay: null,
    };
  const following = addDays(previous.endDay ?? today, 1);
  const startDay = following > today ? following : today;
  const days = { startDay, endDay: contractEndDay(startDay, termYears) };
  return startDay > today
    ? { ...base, status: 'scheduled', slots: ['next'], ...days }
    : { ...base, status: 'active', slots: ['now'], ...days };
}

/** Refuses what would take a place that is not there; part of the transaction that takes it. */
export const roomGuard =
  (team: TeamRow | null, takesPlace: boolean) =>
  async (session: ClientSession): Promise<void> => {
    if (!team?.hardLimit || !takesPlace) return;
    // Claimed, so that two can't both take the last place and no counter can drift.
    await claimTeam(team._id, session);
    if ((await countTaken(team._id, session)) >= team.capacity) throw new AppError('CONTRACT_TEAM_FULL');
  };

/** Adds what follows a contract, and says what is in the way. */
async function insertFollowing(
  previous: ContractRow,
  row: ContractRow,
  guard: (session: ClientSession) => Promise<void>,
): Promise<ContractRow> {
  try {
    return await addFollowing(previous, row, { at: row.signedAt, by: row.signedAs, accountId: row.signedBy }, guard);
  } catch (error) {
    if (error instanceof Unmatched) throw new AppError('STATE_CONFLICT');
    throw error;
  }
}

/** What two ways to follow a contract have in common. */
interface Way {
  prepare: (previous: ContractRow) => Promise<Prepared & { guard: (session: ClientSession) => Promise<void> }>;
}

/** Keeps what follows a contract, once for a key. */
async function follow(deps: Deps, id: string, request: IdempotentRequestInfo, { prepare }: Way): Promise<Contract> {
  const previous = await findPrevious(id);
  let guard: ((session: ClientSession) => Promise<void>) | undefined;
  const kept = await keepOnce(
    deps,
    request,
    async () => {
      const prepared = await prepare(previous);
      guard = prepared.guard;
      return prepared;
    },
    async () => refuseSecond(deps, await findInTheWay(previous), request),
    async (row) => {
      try {
        return await insertFollowing(previous, row, guard ?? (() => Promise.resolve()));
      } catch (error) {
        // Somebody else changed it in this moment: whoever is told so sees what is there now.
        if (metAnother(error) || !(error instanceof AppError) || error.code !== 'STATE_CONFLICT') throw error;
        const now = await findPrevious(id);
        return now.nextId === undefined ? Promise.reject(error) : refuseSecond(deps, await findInTheWay(now), request);
      }
    },
  );
  return presentOne(deps, kept, request);
}

/**
 * Renews: a new contract that begins after the last day of the one before, or today when that is past.
 * @throws NOT_FOUND, STATE_CONFLICT, CONTRACT_RENEWAL_CLOSED, CONTRACT_ACTIVE, CONTRACT_TEAM_FULL, ACCESS_LIMITED
 */
export const renewContract = (
  deps: Deps,
  id: string,
  body: RenewBody,
  request: IdempotentRequestInfo,
): Promise<Contract> => {
  const today = todayOf(request);
  return follow(deps, id, request, {
    prepare: async (previous) => {
      const access = await assertServes(request, 'contract.renew', previous.residentId);
      const proof = await readProof(body, request);
      assertRenewable(deps, previous, today);
      if (previous.nextId !== undefined) await refuseSecond(deps, await findInTheWay(previous), request);
      const wish = await wishOf(deps, previous, body, today);
      const chosen = await findChosen(deps, wish);
      await assertPackagesFit(wish, chosen, today);
      assertCurrentText(deps, body.textVersion);
      const isReviewed = access.relation === 'staff' || (await hasNewToConfirm(previous, chosen, today));
      const standing = standingOf(previous, wish.termYears, today, isReviewed);
      const row = draft(deps, { wish, chosen, proof, access }, standing, request);
      // Who still has the place keeps it; whoever comes back after the end needs one.
      return { row, proof, guard: roomGuard(chosen.team, previous.status !== 'active' && row.status === 'active') };
    },
  });
};

/**
 * Asks for another team: it reviews, and until it approves the contract of before runs on.
 * @throws NOT_FOUND, STATE_CONFLICT, CONTRACT_TRANSFER_LIMIT, CONTRACT_ACTIVE, CONTRACT_TEAM_FULL, ACCESS_LIMITED
 */
export const transferContract = (
  deps: Deps,
  id: string,
  body: TransferBody,
  request: IdempotentRequestInfo,
): Promise<Contract> => {
  const today = todayOf(request);
  return follow(deps, id, request, {
    prepare: async (previous) => {
      const access = await assertServes(request, 'contract.transfer', previous.residentId);
      const proof = await readProof(body, request);
      if (previous.status !== 'active') throw new AppError('STATE_CONFLICT');
      if (body.teamId === previous.teamId)
        throw new AppError('VALIDATION_FAILED', {
          fields: [fieldFault('body.teamId', 'SAME_TEAM', '现在就是这个团队，请选别的团队')],
        });
      if (previous.nextId !== undefined) await refuseSecond(deps, await findInTheWay(previous), request);
      const wish = await wishOf(deps, previous, body, today);
      const chosen = await findChosen(deps, wish);
      await assertPackagesFit(wish, chosen, today);
      assertCurrentText(deps, body.textVersion);
      await assertHasRoom(chosen.team);
      const standing: Standing = {
        kind: 'transfer',
        previousId: previous._id,
        status: 'pendingReview',
        slots: ['next'],
        startDay: null,
        endDay: null,
      };
      const guard = async (session: ClientSession): Promise<void> => {
        const done = await countTransfers(previous.residentId, yearOf(today), session);
        if (done >= deps.config.contract.rules.transfersPerYear) throw new AppError('CONTRACT_TRANSFER_LIMIT');
      };
      return { row: draft(deps, { wish, chosen, proof, access }, standing, request), proof, guard };
    },
  });
};
