import { z } from 'zod';
import { order } from './centre.routes';
import { contentState, id, idParams, list, rev, text } from './common';
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
  order: z.number().int(),
  rev,
  /** For those who look after the teams. */
  check: contentState.optional(),
});

/** Text that may be left empty. */
const optionalText = (max: number) => z.union([z.literal(''), text(max)], { error: 'TOO_LONG' });

const newMember = z.object({ name: text(30), title: optionalText(30), specialities: optionalText(60) });

/** Most people of a team besides its leader. */
export const MAX_MEMBERS = 30;

const teamFields = {
  name: text(30),
  intro: optionalText(500),
  leader: newMember,
  members: z.array(newMember).max(MAX_MEMBERS, { error: 'TOO_MANY' }),
  capacity: z.number().int().min(1, { error: 'TOO_SMALL' }).max(100_000, { error: 'TOO_LARGE' }),
  hardLimit: z.boolean(),
  order,
};

export const teamRoutes = defineRoutes({
  list: {
    ...teamPaths.list,
    summary: 'Family-doctor teams; the team of the given community comes first',
    query: z.object({ communityId: id.optional() }),
    reply: list(team),
  },
  create: {
    ...teamPaths.create,
    summary: 'Add a team; communities are given to it one by one',
    published: ['name', 'intro', 'leader', 'members'],
    body: z.object(teamFields),
    reply: team,
    status: 201,
    idempotent: true,
    errors: ['IDEMPOTENCY_MISMATCH'],
  },
  update: {
    ...teamPaths.update,
    summary: 'Change a team',
    published: ['name', 'intro', 'leader', 'members'],
    params: idParams,
    body: z.object({ rev, ...teamFields }),
    reply: team,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  get: { ...teamPaths.get, summary: 'One team', params: idParams, reply: team },
});

export type TeamRoutes = typeof teamRoutes;
export type Team = z.output<typeof team>;
