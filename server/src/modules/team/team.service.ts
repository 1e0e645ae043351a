import type { Team } from '@linkang/shared/api/team.routes';
import { AppError } from '@linkang/shared/errors';
import { communityNames } from '../centre';
import { countSigned, findAllTeams, findTeamById, type TeamRow } from './team.model';
import { presentTeam } from './team.presenter';

async function presentTeams(teams: TeamRow[]): Promise<Team[]> {
  const [signed, names] = await Promise.all([
    countSigned(teams.map((team) => team._id)),
    communityNames(teams.flatMap((team) => team.communityIds)),
  ]);
  return teams.map((team) => presentTeam(team, signed.get(team._id) ?? 0, names));
}

/** All teams; those that look after the given community come first. */
export async function listTeams(communityId: string | undefined): Promise<Team[]> {
  const teams = await findAllTeams();
  const isNear = (team: TeamRow): boolean => communityId !== undefined && team.communityIds.includes(communityId);
  return presentTeams([...teams.filter(isNear), ...teams.filter((team) => !isNear(team))]);
}

/** One team. @throws NOT_FOUND */
export async function getTeam(id: string): Promise<Team> {
  const team = await findTeamById(id);
  if (!team) throw new AppError('NOT_FOUND');
  const [presented] = await presentTeams([team]);
  return presented as Team;
}
