import type { Module } from '../../platform/module';
import { buildCentreHandlers } from './centre.router';

export { communityNames, createCommunities, listCommunities } from './centre.service';
export { createRooms, findRoom } from './room.service';

/** The centre, its communities and what can be booked. */
export const centreModule: Module = { feature: 'centre', handlers: buildCentreHandlers };
