import type { ContractRoutes, ServicePackage } from '@linkang/shared/api/contract.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Team } from '@linkang/shared/api/team.routes';
import { contractApi, teamApi } from '@/api/clients';
import { useLoad, type Load } from '@/hooks/use-load';

/** Everything that one reads before signing. */
export interface Paper {
  team: Team;
  agreement: CallReply<ContractRoutes['agreement']>;
  packages: ServicePackage[];
}

const loadPaper = async (teamId: string, residentId: string): Promise<Paper> => {
  const [team, agreement, packages] = await Promise.all([
    teamApi.get({ params: { id: teamId } }),
    contractApi.agreement({}),
    contractApi.packages({ query: { residentId } }),
  ]);
  return { team, agreement, packages: packages.items };
};

/** Loads team, agreement and the packages that fit the person. */
export const usePaper = (teamId: string, residentId: string): Load<Paper> =>
  useLoad(`paper.${teamId}.${residentId}`, () => loadPaper(teamId, residentId));
