import { makeApi } from '@linkang/shared/api/client';
import { teamPaths } from '@linkang/shared/api/team.paths';
import type { TeamRoutes } from '@linkang/shared/api/team.routes';
import { send } from '../http';

/** Family-doctor teams. */
export const teamApi = makeApi<TeamRoutes>(teamPaths, send);
