import type { Community, Room, Service } from '@linkang/shared/api/centre.routes';
import type { ServiceSettings } from '../../platform/config';
import type { CommunityDocument } from './community.model';
import type { RoomDocument } from './room.model';

/** A community as everyone may see it. */
export const presentCommunity = ({ _id, name, teamId, order, rev }: CommunityDocument): Community => ({
  id: _id,
  name,
  teamId,
  order,
  rev: rev ?? 0,
});

/** A service of the configuration as the clients see it; its code is its id. */
export const presentService = (service: ServiceSettings): Service => ({
  id: service.code,
  code: service.code,
  name: service.name,
  summary: service.summary,
  onlineBooking: service.onlineBooking,
  preparation: [...service.preparation],
  rules: {
    cancelMinutesBefore: service.cancelMinutesBefore,
    cancelDayBeforeTime: service.cancelDayBeforeTime,
    minAge: service.minAge,
    oncePerYear: service.oncePerYear,
  },
});

/** Floor and room as one reads them: a number stands apart, a word does not. */
const placeOf = ({ floor, name }: RoomDocument): string =>
  /^[0-9A-Za-z]/.test(name) ? `${floor} ${name}` : `${floor}${name}`;

/** A room as everyone may see it. */
export const presentRoom = (row: RoomDocument): Room => ({
  id: row._id,
  name: row.name,
  floor: row.floor,
  place: placeOf(row),
  serviceCodes: row.serviceCodes,
  active: row.active,
  order: row.order,
  rev: row.rev,
});
