import type { Deps } from '../../platform/deps';
import { findNeighbours, findResidentsById, type ResidentDocument } from './resident.model';
import { presentProfile, type ResidentProfile } from './resident.presenter';
import { openField } from './resident.sealing';

/** A person with the address, for those who go from door to door. */
export interface Neighbour extends ResidentProfile {
  addressDetail: string | null;
}

/** Doors as people count them: `2号楼` before `10号楼`. */
const byDoor = new Intl.Collator('zh-Hans-CN', { numeric: true });

/** Blanks and the width of digits differ from clerk to clerk. */
const plain = (words: string): string => words.normalize('NFKC').replace(/\s/g, '').toLowerCase();

const doorOf = ({ addressDetail }: Neighbour): string => plain(addressDetail ?? '');

const presentNeighbour = ({ keyring }: Pick<Deps, 'keyring'>, row: ResidentDocument): Neighbour =>
  // Onto the profile, whose name is opened only when it is asked for.
  Object.assign(presentProfile(row), {
    addressDetail: row.addressDetail === null ? null : openField(keyring, row, 'addressDetail'),
  });

/** People by id with their addresses, in no order; authorise before. */
export const findNeighboursById = async (deps: Pick<Deps, 'keyring'>, ids: readonly string[]): Promise<Neighbour[]> =>
  ids.length === 0 ? [] : (await findResidentsById(ids)).map((row) => presentNeighbour(deps, row));

/**
 * People of a community in order of their doors; authorise and audit before they are told.
 * @param search.building part of the address, which is encrypted: it is looked for after reading
 * @param search.bornBy the last birth day
 */
export async function listNeighbours(
  deps: Pick<Deps, 'keyring'>,
  search: { communityId: string; building?: string; bornBy: string },
): Promise<Neighbour[]> {
  const wanted = plain(search.building ?? '');
  return (await findNeighbours(search.communityId, search.bornBy))
    .map((row) => presentNeighbour(deps, row))
    .filter((neighbour) => doorOf(neighbour).includes(wanted))
    .sort((a, b) => byDoor.compare(doorOf(a), doorOf(b)) || byDoor.compare(a.name, b.name));
}
