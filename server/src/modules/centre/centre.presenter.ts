import type { Community, Service } from '@linkang/shared/api/centre.routes';
import type { ServiceSettings } from '../../platform/config';
import type { CommunityDocument } from './community.model';

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
  onlineBooking: service.channels.includes('online'),
  department: service.department,
  channels: [...service.channels],
  preparation: [...service.preparation],
  rules: {
    cancelMinutesBefore: service.cancelMinutesBefore,
    cancelDayBeforeTime: service.cancelDayBeforeTime,
    minAge: service.minAge,
    lastBookMinutesBefore: service.lastBookMinutesBefore,
    oncePerYear: service.oncePerYear,
  },
});
