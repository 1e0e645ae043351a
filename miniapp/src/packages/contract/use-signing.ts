import type { Contract, ContractRoutes, ServicePackage } from '@linkang/shared/api/contract.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Team } from '@linkang/shared/api/team.routes';
import { contractApi, teamApi } from '@/api/clients';
import { useLoad, type Load } from '@/hooks/use-load';

/** What is signed: something new, or what follows a contract. */
export interface Matter {
  /** Missing of a renewal, which stays with the team. */
  teamId?: string;
  renewId?: string;
  transferId?: string;
}

/** Everything that one reads before signing. */
export interface Paper {
  team: Team;
  agreement: CallReply<ContractRoutes['agreement']>;
  packages: ServicePackage[];
  /** The contract that this one follows. */
  previous: Contract | null;
}

const loadPaper = async ({ teamId, renewId, transferId }: Matter, residentId: string): Promise<Paper> => {
  const previousId = renewId ?? transferId;
  const previous = previousId === undefined ? null : await contractApi.get({ params: { id: previousId } });
  const [team, agreement, packages] = await Promise.all([
    teamApi.get({ params: { id: teamId ?? previous?.teamId ?? '' } }),
    contractApi.agreement({}),
    contractApi.packages({ query: { residentId } }),
  ]);
  return { team, agreement, packages: packages.items, previous };
};

/** Loads team, agreement and the packages that fit the person. */
export const usePaper = (matter: Matter, residentId: string): Load<Paper> =>
  useLoad(`paper.${JSON.stringify(matter)}.${residentId}`, () => loadPaper(matter, residentId));

/** What somebody chose and drew. */
export interface Signed {
  packageIds: string[];
  termYears: 1 | 2 | 3;
  textVersion: string;
  signature: string;
}

/** Sends what was signed to where it belongs. */
export function sendSigned(
  { renewId, transferId, teamId = '' }: Matter,
  residentId: string,
  signed: Signed,
  idempotencyKey: string,
): Promise<Contract> {
  if (renewId !== undefined) return contractApi.renew({ params: { id: renewId }, body: signed }, { idempotencyKey });
  if (transferId !== undefined)
    return contractApi.transfer({ params: { id: transferId }, body: { ...signed, teamId } }, { idempotencyKey });
  return contractApi.create({ body: { ...signed, residentId, teamId } }, { idempotencyKey });
}
