import type { Reply } from '@linkang/shared/api/route';
import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { isDemo } from '../staff';
import { insertMissingCommunities, readCommunities, readCommunitiesById } from './community.model';
import { presentService } from './centre.presenter';

/** A community as other features see it. */
export interface Community {
  id: string;
  name: string;
  teamId: string | null;
}

/** All communities of the centre, in its order. */
export async function listCommunities(): Promise<Community[]> {
  return (await readCommunities()).map(({ _id, name, teamId }) => ({ id: _id, name, teamId }));
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

/** The centre itself, with the server's time. */
export async function getCentre(deps: Deps, now: Date): Promise<Reply<CentreRoutes['get']>> {
  return { ...deps.config.centre, demo: await isDemo(deps), serverTime: now.toISOString() };
}

/** What can be booked here, with its rules. */
export function listServices(deps: Deps): Reply<CentreRoutes['services']> {
  return { items: deps.config.services.map(presentService) };
}
