import type { Contract } from '@linkang/shared/api/contract.routes';
import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { communityNames } from '../centre';
import { findResidents, type ResidentProfile } from '../resident';
import { staffNames } from '../staff';
import { countSigned, findTeams, type TeamRow } from '../team';
import { findOpenContracts } from './contract.model';
import { canReview, permissionsFor, renewalRuleOf, renewFromDay } from './contract.policy';
import { presentContract, presentHistory, type StaffView } from './contract.presenter';
import { reasonPlace, type ContractRow } from './contract.schema';

/** What is shown where a profile is no longer there. */
const NO_NAME = '（已注销）';

interface Related {
  residents: ReadonlyMap<string, ResidentProfile>;
  teams: ReadonlyMap<string, TeamRow>;
  staff: ReadonlyMap<string, string>;
  communities: ReadonlyMap<string, string>;
  signed: ReadonlyMap<string, number>;
  /** Residents of expired contracts who have another one by now. */
  replaced: ReadonlySet<string>;
}

const present = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** Accounts of staff that a contract names. */
const staffIdsOf = ({ decidedBy, history = [] }: Partial<Pick<ContractRow, 'decidedBy' | 'history'>>): string[] =>
  [decidedBy, ...history.map(({ by, accountId }) => (by === 'staff' ? accountId : null))].filter(present);

/** Those of the residents of expired contracts who have another one that waits or runs. */
async function findReplaced(contracts: readonly ContractRow[]): Promise<ReadonlySet<string>> {
  const expired = contracts.filter(({ status }) => status === 'expired').map(({ residentId }) => residentId);
  if (expired.length === 0) return new Set();
  return new Set((await findOpenContracts(expired)).map(({ residentId }) => residentId));
}

async function loadRelated(contracts: readonly ContractRow[], forStaff: boolean): Promise<Related> {
  const teamIds = contracts.map((row) => row.teamId);
  const [profiles, teams, staff, signed, replaced] = await Promise.all([
    findResidents(contracts.map((row) => row.residentId)),
    findTeams(teamIds),
    staffNames(contracts.flatMap(staffIdsOf)),
    forStaff ? countSigned(teamIds) : new Map<string, number>(),
    findReplaced(contracts),
  ]);
  const residents = new Map(profiles.map((profile) => [profile.id, profile]));
  const communities = forStaff
    ? await communityNames(profiles.map((profile) => profile.communityId).filter(present))
    : new Map<string, string>();
  return { residents, teams, staff, communities, signed, replaced };
}

function viewForStaff(
  deps: Deps,
  contract: ContractRow,
  related: Related,
  { today, detail }: { today: string; detail: boolean },
): StaffView {
  const resident = related.residents.get(contract.residentId);
  const team = related.teams.get(contract.teamId);
  const communityId = resident?.communityId ?? null;
  return {
    ...(resident
      ? { residentAge: ageOn(resident.birthDay, today), idNumberMasked: resident.idNumberMasked(deps.keyring) }
      : {}),
    communityName: communityId === null ? null : (related.communities.get(communityId) ?? null),
    capacityWarning: team !== undefined && (related.signed.get(team._id) ?? 0) >= team.capacity,
    ...(detail ? { history: presentHistory(contract, related.staff) } : {}),
  };
}

/**
 * Contracts for their reader.
 * @param detail one contract rather than a list: whoever reviews it reads the name in full
 */
export async function presentContracts(
  deps: Deps,
  contracts: readonly ContractRow[],
  { actor, now }: Pick<RequestInfo, 'actor' | 'now'>,
  detail = false,
): Promise<Contract[]> {
  const forStaff = actor.kind === 'staff';
  const related = await loadRelated(contracts, forStaff);
  const { rules } = deps.config.contract;
  const today = dayOf(now);
  return contracts.map((contract) => {
    const name = related.residents.get(contract.residentId)?.name ?? NO_NAME;
    const reviews = forStaff && canReview(actor, contract.teamId);
    const isReplaced = contract.status === 'expired' && related.replaced.has(contract.residentId);
    const inFull = !forStaff || (detail && reviews);
    // What was written to the person is read by who may read the record, and by nobody in passing.
    const tellsReason = !forStaff || detail || reviews;
    return presentContract(contract, {
      residentName: inFull ? name : maskName(name),
      teamName: related.teams.get(contract.teamId)?.name ?? '',
      reason:
        contract.reason === null || !tellsReason
          ? null
          : deps.keyring.decrypt(contract.reason, reasonPlace(contract._id)),
      decidedBy: contract.decidedBy === null ? null : (related.staff.get(contract.decidedBy) ?? null),
      renewFrom: isReplaced ? null : renewFromDay(contract, today, renewalRuleOf(rules)),
      can: permissionsFor(actor, contract, { rules, today, isReplaced }),
      ...(forStaff ? { staff: viewForStaff(deps, contract, related, { today, detail }) } : {}),
    });
  });
}

/** One contract for its reader. */
export async function presentOne(
  deps: Deps,
  contract: ContractRow,
  request: Pick<RequestInfo, 'actor' | 'now'>,
): Promise<Contract> {
  const [presented] = await presentContracts(deps, [contract], request, true);
  return presented as Contract;
}
