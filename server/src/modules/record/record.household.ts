import type { RecordRoutes } from '@linkang/shared/api/record.routes';
import type { Reply } from '@linkang/shared/api/route';
import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { assertServes, findResidents, listNeighbours, type Neighbour } from '../resident';
import { findRecordsOf } from './record.model';

/** More people than a family has behind one door: the address is of a house. */
const MOST_MEMBERS = 12;

/** An address as it is compared; null where it names no door. */
const doorOf = ({ addressDetail }: Neighbour): string | null => {
  const door = (addressDetail ?? '').normalize('NFKC').replace(/\s/g, '');
  return /\d/.test(door) ? door : null;
};

/** Everybody behind a person's door, with the person; undefined where that is not clear. */
async function behindDoor(deps: Deps, residentId: string, today: string): Promise<Neighbour[] | undefined> {
  const [person] = await findResidents([residentId]);
  if (!person?.communityId) return undefined;
  const people = await listNeighbours(deps, { communityId: person.communityId, bornBy: today });
  const self = people.find(({ id }) => id === residentId);
  const door = self ? doorOf(self) : null;
  if (door === null) return undefined;
  const members = people.filter((one) => doorOf(one) === door);
  return members.length <= MOST_MEMBERS ? members : undefined;
}

/**
 * The people behind a person's door with the state of their records. Names of the others are masked; opening their
 * record asks for a ground of its own.
 * @throws NOT_FOUND, ACCESS_LIMITED
 */
export async function readHousehold(
  deps: Deps,
  residentId: string,
  request: RequestInfo<StaffActor>,
): Promise<Reply<RecordRoutes['household']>> {
  await assertServes(request, 'record.household', residentId);
  const today = dayOf(request.now);
  const members = await behindDoor(deps, residentId, today);
  if (!members) return { items: [], unclear: true };
  const ids = members.map(({ id }) => id);
  await recordAccess(
    request,
    'record.household',
    ids.filter((id) => id !== residentId),
  );
  const records = new Map((await findRecordsOf(ids)).map((record) => [record.residentId, record]));
  return {
    items: members.map(({ id, name, birthDay, sex }) => ({
      residentId: id,
      name: id === residentId ? name : maskName(name),
      age: ageOn(birthDay, today),
      sex,
      status: records.get(id)?.status ?? null,
      number: records.get(id)?.number ?? null,
      self: id === residentId,
    })),
    unclear: false,
  };
}
