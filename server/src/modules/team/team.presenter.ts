import type { Team } from '@linkang/shared/api/team.routes';
import type { TeamMember, TeamRow } from './team.model';

const presentMember = ({ name, title, specialities }: TeamMember): TeamMember => ({ name, title, specialities });

/** A team as everyone may see it. */
export const presentTeam = (
  team: TeamRow,
  signedCount: number,
  communities: readonly { id: string; name: string }[],
): Team => ({
  id: team._id,
  name: team.name,
  intro: team.intro,
  leader: presentMember(team.leader),
  members: team.members.map(presentMember),
  communities: communities.map(({ id, name }) => ({ id, name })),
  signedCount,
  capacity: team.capacity,
  hardLimit: team.hardLimit,
  order: team.order,
  rev: team.rev ?? 0,
});
