import type { Input } from '@linkang/shared/api/route';
import type { Team, TeamRoutes } from '@linkang/shared/api/team.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Actor } from '../../platform/actor';
import { keptCheck } from '../../platform/content-check';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { listCommunities } from '../centre';
import { countSigned, createTeamOnce, findAllTeams, findTeamById, updateTeamRow, type TeamRow } from './team.model';
import { presentTeam } from './team.presenter';

/** Whether somebody can write teams anew, and so sees what WeChat says of them. */
const canWrite = (actor: Actor): boolean => actor.kind === 'staff' && staffMay(actor.roles, 'team.update');

async function presentTeams(teams: TeamRow[], actor: Actor): Promise<Team[]> {
  const [signed, communities] = await Promise.all([countSigned(teams.map((team) => team._id)), listCommunities()]);
  return teams.map((team) =>
    presentTeam(
      team,
      signed.get(team._id) ?? 0,
      // A community names its team, and so has one at most.
      communities.filter(({ teamId }) => teamId === team._id),
      canWrite(actor),
    ),
  );
}

async function presentOne(team: TeamRow, actor: Actor): Promise<Team> {
  const [presented] = await presentTeams([team], actor);
  return presented as Team;
}

/** All teams; those that look after the given community come first. */
export async function listTeams(communityId: string | undefined, actor: Actor): Promise<Team[]> {
  const teams = await presentTeams(await findAllTeams(), actor);
  const isNear = (team: Team): boolean => team.communities.some(({ id }) => id === communityId);
  return [...teams.filter(isNear), ...teams.filter((team) => !isNear(team))];
}

/** One team. @throws NOT_FOUND */
export async function getTeam(id: string, actor: Actor): Promise<Team> {
  const team = await findTeamById(id);
  if (!team) throw new AppError('NOT_FOUND');
  return presentOne(team, actor);
}

/** Adds a team. */
export async function addTeam(
  body: Input<TeamRoutes['create']>['body'],
  request: IdempotentRequestInfo,
): Promise<Team> {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const build = () => Promise.resolve({ _id, ...body, ...keptCheck(request.check), rev: 0 });
  return presentOne(await createTeamOnce(request.idempotency, request.now, build), request.actor);
}

/** Changes a team; contracts keep naming it by its id. @throws NOT_FOUND, STATE_CONFLICT */
export async function changeTeam(
  id: string,
  { rev, ...changes }: Input<TeamRoutes['update']>['body'],
  { actor, check }: RequestInfo,
): Promise<Team> {
  if (!(await findTeamById(id))) throw new AppError('NOT_FOUND');
  const team = await updateTeamRow(id, rev, { ...changes, ...keptCheck(check) });
  if (!team) throw new AppError('STATE_CONFLICT');
  return presentOne(team, actor);
}
