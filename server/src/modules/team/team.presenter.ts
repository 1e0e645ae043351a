import type { Team } from '@linkang/shared/api/team.routes';
import { isPresentable, presentCheck } from '../../platform/content-check';
import type { TeamMember, TeamRow } from './team.model';

const presentMember = ({ name, title, specialities }: TeamMember): TeamMember => ({ name, title, specialities });

/** A team as everyone may see it. What WeChat refuses of the words stays away until they are written anew. */
export const presentTeam = (
  team: TeamRow,
  signedCount: number,
  communities: readonly { id: string; name: string }[],
  forWriters: boolean,
): Team => ({
  id: team._id,
  name: team.name,
  intro: forWriters || isPresentable(team) ? team.intro : '',
  leader: presentMember(team.leader),
  members: team.members.map(presentMember),
  communities: communities.map(({ id, name }) => ({ id, name })),
  signedCount,
  capacity: team.capacity,
  hardLimit: team.hardLimit,
  order: team.order,
  rev: team.rev ?? 0,
  ...(forWriters ? presentCheck(team) : {}),
});
