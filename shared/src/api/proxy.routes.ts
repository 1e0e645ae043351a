import { z } from 'zod';
import { day, id, idParams, instant, list, rev, text } from './common';
import { pictureUpload } from './file.routes';
import { proxyScopes, type ProxyScope } from './proxy-scopes';
import { proxyPaths } from './proxy.paths';
import { personName } from './resident.routes';
import { defineRoutes } from './route';

const scope = z.enum(proxyScopes);

/** At least one scope, each once, in the order of the table. */
const scopes = z
  .array(scope)
  .min(1, { error: 'EMPTY' })
  .max(proxyScopes.length, { error: 'TOO_MANY' })
  .transform((given): ProxyScope[] => proxyScopes.filter((name) => given.includes(name)));

/** What the relative is to the person they act for. */
export const proxyRelationship = z.enum(['child', 'spouse', 'parent', 'sibling', 'other']);

export const proxyStatus = z.enum(['proposed', 'active', 'rejected', 'revoked', 'expired']);

export const proxy = z.object({
  id,
  status: proxyStatus,
  /** The other side: for the relative the name that was asked for, for everybody else the relative's. */
  name: z.string(),
  relationship: proxyRelationship,
  scopes: z.array(scope),
  /** The last day on which it counts. */
  endsDay: day,
  askedAt: instant,
  confirmedAt: instant.nullable(),
  /** Where it was confirmed: in the person's own account, or at the desk on paper. */
  channel: z.enum(['account', 'desk']).nullable(),
  /** Whether a photo of the signed paper is kept; told to the person and staff. */
  hasPaper: z.boolean(),
  /** The person acted for, told to the relative only while it is active. */
  residentId: id.nullable(),
  rev,
});

/** What a relative did for a person. */
export const deed = z.object({
  at: instant,
  /** Who did it. */
  name: z.string(),
  what: z.enum(['booked', 'moved', 'cancelled', 'arrived', 'appeal', 'waited', 'left']),
  /** What was booked or waited for, and for which day. */
  serviceName: z.string(),
  day,
});

export const proxyRoutes = defineRoutes({
  create: {
    ...proxyPaths.create,
    summary: 'Ask to act for a relative; the answer is the same whether or not the person is known',
    idempotent: true,
    status: 201,
    body: z.object({
      name: personName,
      idNumber: z.string().max(64, { error: 'LENGTH' }),
      relationship: proxyRelationship,
      scopes,
      endsDay: day,
    }),
    reply: proxy,
    errors: ['RESIDENT_REQUIRED', 'STATE_CONFLICT'],
  },
  list: {
    ...proxyPaths.list,
    summary: "What the account asked for, and what others ask of the account's own person; open ones first",
    reply: z.object({ asked: z.array(proxy), received: z.array(proxy) }),
  },
  ofResident: {
    ...proxyPaths.ofResident,
    summary: 'Who asks to act or acts for a resident, for the desk',
    params: idParams,
    reply: list(proxy),
    errors: ['ACCESS_LIMITED'],
  },
  confirm: {
    ...proxyPaths.confirm,
    summary: 'Agree, as the person or at the desk with a paper consent; scopes and end day may only be narrowed',
    params: idParams,
    body: z.object({ scopes: scopes.optional(), endsDay: day.optional(), paperNote: text(200).optional() }),
    reply: proxy,
    errors: ['STATE_CONFLICT', 'PROXY_LIMIT'],
  },
  reject: {
    ...proxyPaths.reject,
    summary: 'Decline a request, as the person it is about',
    params: idParams,
    reply: proxy,
    errors: ['STATE_CONFLICT'],
  },
  narrow: {
    ...proxyPaths.narrow,
    summary: 'Allow less than before, or for a shorter time, as the person or at the desk; it counts at once',
    params: idParams,
    body: z.object({ scopes, endsDay: day.optional() }),
    reply: proxy,
    errors: ['STATE_CONFLICT'],
  },
  deeds: {
    ...proxyPaths.deeds,
    summary: 'What relatives did for the person, the newest first, at most 50; for the person alone',
    params: idParams,
    reply: list(deed),
  },
  putPaper: {
    ...proxyPaths.putPaper,
    summary: 'At the desk: keep a photo of the signed paper with a request that still waits; a second one replaces it',
    params: idParams,
    upload: pictureUpload,
    reply: proxy,
    errors: ['STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  paper: {
    ...proxyPaths.paper,
    summary: 'The photo of the signed paper as a data URL, for the desk',
    params: idParams,
    reply: z.object({ image: z.string() }),
    errors: ['ACCESS_LIMITED'],
  },
  revoke: {
    ...proxyPaths.revoke,
    summary: 'End it at once, by either side or at the desk',
    params: idParams,
    reply: proxy,
    errors: ['STATE_CONFLICT'],
  },
});

export type ProxyRoutes = typeof proxyRoutes;
export type Proxy = z.output<typeof proxy>;
export type Deed = z.output<typeof deed>;
export type ProxyRelationship = z.output<typeof proxyRelationship>;
export type ProxyStatus = z.output<typeof proxyStatus>;
