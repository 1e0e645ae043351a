import type { TeamRoutes } from '@linkang/shared/api/team.routes';
import type { Handlers } from '../../platform/module';
import { getTeam, listTeams } from './team.service';

/** The routes of teams. */
export const buildTeamHandlers = (): Handlers<TeamRoutes> => ({
  list: async ({ query }) => ({ items: await listTeams(query.communityId) }),
  get: ({ params }) => getTeam(params.id),
});
