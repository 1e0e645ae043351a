import type { Team } from '@linkang/shared/api/team.routes';
import type { TeamMember, TeamRow } from './team.model';

const presentMember = ({ name, title, specialities }: TeamMember): TeamMember => ({ name, title, specialities });

/** A team as everyone may see it. */
export const presentTeam = (team: TeamRow, signedCount: number, communityNames: ReadonlyMap<string, string>): Team => ({
  id: team._id,
  name: team.name,
  intro: team.intro,
  leader: presentMember(team.leader),
  members: team.members.map(presentMember),
  communities: team.communityIds.flatMap((id) => {
    const name = communityNames.get(id);
    return name === undefined ? [] : [{ id, name }];
  }),
  signedCount,
  capacity: team.capacity,
  hardLimit: team.hardLimit,
});
