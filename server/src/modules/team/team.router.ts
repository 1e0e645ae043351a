import type { TeamRoutes } from '@linkang/shared/api/team.routes';
import type { Handlers } from '../../platform/module';
import { addTeam, changeTeam, getTeam, listTeams } from './team.service';

/** The routes of teams. */
export const buildTeamHandlers = (): Handlers<TeamRoutes> => ({
  list: async ({ query }, { actor }) => ({ items: await listTeams(query.communityId, actor) }),
  create: (input, request) => addTeam(input.body, request),
  update: (input, request) => changeTeam(input.params.id, input.body, request),
  get: ({ params }, { actor }) => getTeam(params.id, actor),
});
