import { z } from 'zod';
import { centrePaths } from './centre.paths';
import { id, idParams, instant, list, rev, text, time } from './common';
import { defineRoutes } from './route';
import {
  articlesSettings,
  bookingChannels,
  bookingRules,
  centreSettings,
  proxiesSettings,
  securitySettings,
  servicesSettings,
  settingChange,
  settingParts,
  settingState,
} from './settings';

export const service = z.object({
  id,
  code: z.string(),
  name: z.string(),
  summary: z.string(),
  /** False: to be booked at the desk or by phone only. */
  onlineBooking: z.boolean(),
  /** The department that offers it. */
  department: z.string().nullable(),
  /** How it can be booked. */
  channels: z.array(z.enum(bookingChannels)),
  /** What to know before coming, one sentence each. */
  preparation: z.array(z.string()),
  rules: z.object({
    /** Minutes before the start until which an online booking may be cancelled; null where the rule below holds. */
    cancelMinutesBefore: z.number().int().nullable(),
    /** Clock time on the day before until which it may be cancelled; null where the rule above holds. */
    cancelDayBeforeTime: time.nullable(),
    /** Least age in years, by `ageBasis`; null for everyone. */
    minAge: z.number().int().nullable(),
    /** Minutes before its time until which a seat can be booked online. */
    lastBookMinutesBefore: z.number().int(),
    oncePerYear: z.boolean(),
  }),
});

/** Place in lists, the smallest first. */
export const order = z.number().int().min(0, { error: 'TOO_SMALL' }).max(9999, { error: 'TOO_LARGE' });

const communityFields = {
  name: text(30),
  /** The one team that looks after it. */
  teamId: id.nullable(),
  order,
};

export const community = z.object({ id, name: z.string(), teamId: id.nullable(), order: z.number().int(), rev });

/** Services that a room can be meant for. */
const MAX_ROOM_SERVICES = 30;

const roomFields = {
  /** As it stands on the door: 203 诊室. */
  name: text(30),
  /** As people say it: 2楼. */
  floor: text(10),
  /** What it is meant for; empty for everything. */
  serviceCodes: z
    .array(z.string().min(1).max(32))
    .max(MAX_ROOM_SERVICES, { error: 'TOO_MANY' })
    .transform((codes) => [...new Set(codes)]),
  /** False: no new session is put there. */
  active: z.boolean(),
  order,
};

export const room = z.object({
  id,
  name: z.string(),
  floor: z.string(),
  /** How sessions say where they are: 2楼 203 诊室. */
  place: z.string(),
  serviceCodes: z.array(z.string()),
  active: z.boolean(),
  order: z.number().int(),
  rev,
});

const centreState = z.object({ ...settingState, centre: centreSettings });
const servicesState = z.object({ ...settingState, services: servicesSettings });
const securityState = z.object({ ...settingState, security: securitySettings });
const proxiesState = z.object({ ...settingState, proxies: proxiesSettings });
const articlesState = z.object({ ...settingState, articles: articlesSettings });
const bookingState = z.object({ ...settingState, booking: bookingRules });

export const centreRoutes = defineRoutes({
  get: {
    ...centrePaths.get,
    summary: 'The centre: name, address, phones, hours',
    reply: z.object({
      name: z.string(),
      shortName: z.string(),
      address: z.string(),
      phone: z.string(),
      morePhones: z.array(z.object({ label: z.string(), phone: z.string() })),
      hours: z.string(),
      /** What visitors should know, one sentence each. */
      notes: z.array(z.string()),
      location: z.object({ latitude: z.number(), longitude: z.number() }),
      /** When the online seats of a day usually open: so many days before, at this clock time. */
      release: z.object({ daysAhead: z.number().int(), time }),
      /** True on a demo: pages say so. */
      demo: z.boolean(),
      serverTime: instant,
    }),
  },
  communities: {
    ...centrePaths.communities,
    summary: 'The communities that the centre serves',
    reply: list(community),
  },
  createCommunity: {
    ...centrePaths.createCommunity,
    summary: 'Add a community',
    published: ['name'],
    body: z.object(communityFields),
    reply: community,
    status: 201,
    idempotent: true,
    errors: ['NAME_TAKEN', 'IDEMPOTENCY_MISMATCH'],
  },
  updateCommunity: {
    ...centrePaths.updateCommunity,
    summary: 'Rename a community, move it in lists, or give it to another team',
    published: ['name'],
    params: idParams,
    body: z.object({ rev, ...communityFields }),
    reply: community,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'NAME_TAKEN'],
  },
  services: {
    ...centrePaths.services,
    summary: 'What can be booked, with its rules',
    reply: list(service),
  },
  rooms: {
    ...centrePaths.rooms,
    summary: 'The rooms in which sessions are held',
    reply: list(room),
  },
  createRoom: {
    ...centrePaths.createRoom,
    summary: 'Add a room',
    published: ['name', 'floor'],
    body: z.object(roomFields),
    reply: room,
    status: 201,
    idempotent: true,
    errors: ['NAME_TAKEN', 'IDEMPOTENCY_MISMATCH'],
  },
  updateRoom: {
    ...centrePaths.updateRoom,
    summary: 'Change a room or close it; sessions that are there keep their place',
    published: ['name', 'floor'],
    params: idParams,
    body: z.object({ rev, ...roomFields }),
    reply: room,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'NAME_TAKEN'],
  },
  readCentre: {
    ...centrePaths.readCentre,
    summary: 'The centre as it is set up, for those who change it',
    reply: centreState,
  },
  saveCentre: {
    ...centrePaths.saveCentre,
    summary: 'Change name, address, phones, hours, notes and place on the map',
    published: ['centre'],
    body: z.object({ rev, centre: centreSettings }),
    reply: centreState,
    errors: ['STATE_CONFLICT'],
  },
  readServices: {
    ...centrePaths.readServices,
    summary: 'All services with their rules, also those that are not offered now',
    reply: servicesState,
  },
  saveServices: {
    ...centrePaths.saveServices,
    summary: 'Change, add or take away services; one that has sessions can only be disabled',
    published: ['services'],
    body: z.object({ rev, services: servicesSettings }),
    reply: servicesState,
    errors: ['STATE_CONFLICT', 'SERVICE_IN_USE'],
  },
  readBooking: {
    ...centrePaths.readBooking,
    summary: 'When seats are released',
    reply: bookingState,
  },
  saveBooking: {
    ...centrePaths.saveBooking,
    summary: 'Change when seats are released',
    body: z.object({ rev, booking: bookingRules }),
    reply: bookingState,
    errors: ['STATE_CONFLICT'],
  },
  readSecurity: {
    ...centrePaths.readSecurity,
    summary: 'How staff sign in and how long an emergency opens a record',
    reply: securityState,
  },
  saveSecurity: {
    ...centrePaths.saveSecurity,
    summary: 'Change how staff sign in and how long an emergency opens a record',
    body: z.object({ rev, security: securitySettings }),
    reply: securityState,
    errors: ['STATE_CONFLICT'],
  },
  readProxies: {
    ...centrePaths.readProxies,
    summary: 'For how many people one account may act',
    reply: proxiesState,
  },
  saveProxies: {
    ...centrePaths.saveProxies,
    summary: 'Change for how many people one account may act; nobody loses what was allowed',
    body: z.object({ rev, proxies: proxiesSettings }),
    reply: proxiesState,
    errors: ['STATE_CONFLICT'],
  },
  readArticles: {
    ...centrePaths.readArticles,
    summary: 'Who looks at articles before residents do',
    reply: articlesState,
  },
  saveArticles: {
    ...centrePaths.saveArticles,
    summary: 'Change who looks at articles before residents do; what is shown stays',
    body: z.object({ rev, articles: articlesSettings }),
    reply: articlesState,
    errors: ['STATE_CONFLICT'],
  },
  settingHistory: {
    ...centrePaths.settingHistory,
    summary: 'The latest hundred changes of a part of the set-up, the newest first',
    params: z.object({ id: z.enum(settingParts) }),
    reply: list(settingChange),
  },
});

export type CentreRoutes = typeof centreRoutes;
export type Community = z.output<typeof community>;
export type Service = z.output<typeof service>;
export type Room = z.output<typeof room>;
