import type { Input, Reply } from '@linkang/shared/api/route';
import type { CentreRoutes, Community } from '@linkang/shared/api/centre.routes';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { isDemo } from '../staff';
import {
  createCommunityOnce,
  existsTeam,
  insertMissingCommunities,
  readCommunities,
  readCommunitiesById,
  updateCommunityRow,
} from './community.model';
import { presentCommunity, presentService } from './centre.presenter';

/** All communities of the centre, in its order. */
export async function listCommunities(): Promise<Community[]> {
  return (await readCommunities()).map(presentCommunity);
}

/** Names by id; an id that is not known is missing in the map. */
export async function communityNames(ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length === 0 ? [] : await readCommunitiesById(ids);
  return new Map(rows.map((row) => [row._id, row.name]));
}

/**
 * Adds communities in the given order; those whose name is there already stay as they are.
 * @returns all communities
 */
export async function createCommunities(
  rows: readonly { id?: string; name: string; teamId: string | null }[],
): Promise<Community[]> {
  await insertMissingCommunities(
    rows.map(({ id, name, teamId }, order) => ({
      _id: id ?? new mongoose.Types.ObjectId().toHexString(),
      name,
      teamId,
      order,
    })),
  );
  return listCommunities();
}

async function assertTeamExists(teamId: string | null): Promise<void> {
  if (teamId !== null && !(await existsTeam(teamId)))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.teamId', 'UNKNOWN')] });
}

/** Adds a community. @throws NAME_TAKEN, VALIDATION_FAILED for a team that does not exist */
export async function addCommunity(
  body: Input<CentreRoutes['createCommunity']>['body'],
  request: IdempotentRequestInfo,
): Promise<Community> {
  const row = await createCommunityOnce(request.idempotency, request.now, async () => {
    await assertTeamExists(body.teamId);
    return { _id: new mongoose.Types.ObjectId().toHexString(), ...body, rev: 0 };
  });
  return presentCommunity(row);
}

/** Changes a community. @throws NOT_FOUND, STATE_CONFLICT, NAME_TAKEN, VALIDATION_FAILED */
export async function changeCommunity(
  id: string,
  { rev, ...changes }: Input<CentreRoutes['updateCommunity']>['body'],
): Promise<Community> {
  if ((await readCommunitiesById([id])).length === 0) throw new AppError('NOT_FOUND');
  await assertTeamExists(changes.teamId);
  const row = await updateCommunityRow(id, rev, changes);
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentCommunity(row);
}

/** The centre itself, with the server's time. */
export async function getCentre(deps: Deps, now: Date): Promise<Reply<CentreRoutes['get']>> {
  const { releaseDaysAhead: daysAhead, releaseTime: time } = deps.config.booking;
  return {
    ...deps.config.centre,
    release: { daysAhead, time },
    demo: await isDemo(deps),
    serverTime: now.toISOString(),
  };
}

/** What can be booked here, with its rules. */
export function listServices(deps: Deps): Reply<CentreRoutes['services']> {
  return { items: deps.config.services.filter((service) => service.enabled).map(presentService) };
}
