import type { TeamRoutes } from '@linkang/shared/api/team.routes';
import type { Handlers } from '../../platform/module';
import { addTeam, changeTeam, getTeam, listTeams } from './team.service';

/** The routes of teams. */
export const buildTeamHandlers = (): Handlers<TeamRoutes> => ({
  list: async ({ query }) => ({ items: await listTeams(query.communityId) }),
  create: (input, request) => addTeam(input.body, request),
  update: (input) => changeTeam(input.params.id, input.body),
  get: ({ params }) => getTeam(params.id),
});
