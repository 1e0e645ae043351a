import { z } from 'zod';
import { id, idParams, list } from './common';
import { defineRoutes } from './route';
import { teamPaths } from './team.paths';

const member = z.object({ name: z.string(), title: z.string(), specialities: z.string() });

export const team = z.object({
  id,
  name: z.string(),
  intro: z.string(),
  leader: member,
  members: z.array(member),
  communities: z.array(z.object({ id, name: z.string() })),
  signedCount: z.number().int(),
  capacity: z.number().int(),
  /** True where the team takes nobody beyond its capacity. */
  hardLimit: z.boolean(),
});

export const teamRoutes = defineRoutes({
  list: {
    ...teamPaths.list,
    summary: 'Family-doctor teams; the team of the given community comes first',
    query: z.object({ communityId: id.optional() }),
    reply: list(team),
  },
  get: { ...teamPaths.get, summary: 'One team', params: idParams, reply: team },
});

export type TeamRoutes = typeof teamRoutes;
export type Team = z.output<typeof team>;
