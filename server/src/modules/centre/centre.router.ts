import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers } from '../../platform/module';
import { addCommunity, changeCommunity, getCentre, listCommunities, listServices } from './centre.service';
import { addRoom, changeRoom, listRooms } from './room.service';
import {
  listHistory,
  readArticles,
  readBooking,
  readCentre,
  readProxies,
  readSecurity,
  readServices,
  saveArticles,
  saveBooking,
  saveCentre,
  saveProxies,
  saveSecurity,
  saveServices,
} from './settings.service';

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
  readCentre: () => readCentre(deps),
  saveCentre: ({ body }, request) => saveCentre(deps, body, { ...request, actor: asStaff(request.actor) }),
  readServices: () => readServices(deps),
  saveServices: ({ body }, request) => saveServices(deps, body, { ...request, actor: asStaff(request.actor) }),
  readBooking: () => readBooking(deps),
  saveBooking: ({ body }, request) => saveBooking(deps, body, { ...request, actor: asStaff(request.actor) }),
  readProxies: () => readProxies(deps),
  saveProxies: ({ body }, request) => saveProxies(deps, body, { ...request, actor: asStaff(request.actor) }),
  readSecurity: () => readSecurity(deps),
  saveSecurity: ({ body }, request) => saveSecurity(deps, body, { ...request, actor: asStaff(request.actor) }),
  readArticles: () => readArticles(deps),
  saveArticles: ({ body }, request) => saveArticles(deps, body, { ...request, actor: asStaff(request.actor) }),
  settingHistory: ({ params }) => listHistory(deps, params.id),
});
