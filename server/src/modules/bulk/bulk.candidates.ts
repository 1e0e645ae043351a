import type { BulkCandidate, BulkRoutes } from '@linkang/shared/api/bulk.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { MAX_BULK_PEOPLE } from '@linkang/shared/domain/bulk-limits';
import { ageOn, dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { communityNames } from '../centre';
import { listNeighbours, type Neighbour } from '../resident';
import { findSeatsOfPeople, findService } from '../session';

/** The last birth day at which one has an age, in the way in which the service counts it. */
function bornBy(minAge: number, ageBasis: 'calendarYear' | 'exactDate' | null, today: string): string {
  const year = yearOf(today) - minAge;
  return ageBasis === 'calendarYear' ? `${year}-12-31` : `${year}${today.slice(4)}`;
}

/** @throws VALIDATION_FAILED */
async function assertKnown(deps: Deps, { communityId, serviceCode }: Input<BulkRoutes['candidates']>['body']) {
  const service = findService(deps, serviceCode);
  const fields = [
    ...((await communityNames([communityId])).has(communityId) ? [] : [fieldFault('body.communityId', 'UNKNOWN')]),
    ...(service ? [] : [fieldFault('body.serviceCode', 'UNKNOWN')]),
  ];
  if (fields.length || !service) throw new AppError('VALIDATION_FAILED', { fields });
  return service;
}

const presentCandidate = (neighbour: Neighbour, bookedDay: string | undefined, today: string): BulkCandidate => ({
  id: neighbour.id,
  name: neighbour.name,
  age: ageOn(neighbour.birthDay, today),
  sex: neighbour.sex,
  addressDetail: neighbour.addressDetail,
  hasAccount: neighbour.accountId !== undefined,
  bookedDay: bookedDay ?? null,
});

/** The neighbours for whom a day of a building may be booked. Everybody who is told is written to the audit log. */
export async function findCandidates(
  deps: Deps,
  body: Input<BulkRoutes['candidates']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<BulkRoutes['candidates']>> {
  const service = await assertKnown(deps, body);
  const today = dayOf(request.now);
  const { communityId, building, serviceCode, minAge = 0, onlyUnbooked } = body;
  const neighbours = await listNeighbours(deps, {
    communityId,
    ...(building === undefined ? {} : { building }),
    bornBy: bornBy(minAge, service.ageBasis, today),
  });
  const year = { fromDay: `${yearOf(today)}-01-01`, toDay: `${yearOf(today)}-12-31`, serviceCode };
  const seats = await findSeatsOfPeople(
    neighbours.map(({ id }) => id),
    year,
  );
  const bookedDays = new Map(seats.map(({ residentId, day }) => [residentId, day]));
  const wanted = onlyUnbooked ? neighbours.filter(({ id }) => !bookedDays.has(id)) : neighbours;
  const shown = wanted.slice(0, MAX_BULK_PEOPLE);
  await recordAccess(
    request,
    'bulk.candidates',
    shown.map(({ id }) => id),
  );
  return {
    items: shown.map((neighbour) => presentCandidate(neighbour, bookedDays.get(neighbour.id), today)),
    more: wanted.length > shown.length,
  };
}
