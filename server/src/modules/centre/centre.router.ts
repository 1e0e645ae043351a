import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { addCommunity, changeCommunity, getCentre, listCommunities, listServices } from './centre.service';
import { addRoom, changeRoom, listRooms } from './room.service';

/** Handlers of the centre's routes. */
export const buildCentreHandlers = (deps: Deps): Handlers<CentreRoutes> => ({
  get: (_input, request) => getCentre(deps, request.now),
  communities: async () => ({ items: await listCommunities() }),
  createCommunity: (input, request) => addCommunity(input.body, request),
  updateCommunity: (input) => changeCommunity(input.params.id, input.body),
  services: () => Promise.resolve(listServices(deps)),
  rooms: async () => ({ items: await listRooms() }),
  createRoom: (input, request) => addRoom(deps, input.body, request),
  updateRoom: (input) => changeRoom(deps, input.params.id, input.body),
});
