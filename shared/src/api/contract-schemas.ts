import { z } from 'zod';
import { endCodes } from '../domain/contract-end';
import { day, id, instant, rev } from './common';
import { packagesSettings, settingState, textKinds } from './settings';

export const contractState = z.enum([
  'pendingReview',
  'scheduled',
  'active',
  'rejected',
  'withdrawn',
  'expired',
  'terminated',
  'transferred',
  'renewed',
]);

/** How a contract came about: a first one, one that follows on the same team, or on another team. */
export const contractKind = z.enum(['first', 'renewal', 'transfer']);

/** Where it was signed; `seed`: it came with the demo. */
export const contractChannel = z.enum(['miniapp', 'h5', 'onSite', 'seed']);

/** One change of a contract: what it became, when and by whom. */
const contractChange = z.object({
  at: instant,
  to: contractState,
  by: z.enum(['resident', 'guardian', 'staff', 'system']),
  /** The member of staff. */
  byName: z.string().nullable(),
  endCode: z.enum(endCodes).nullable(),
});

export const contract = z.object({
  id,
  status: contractState,
  kind: contractKind,
  /** The contract that this one follows. */
  previousContractId: id.nullable(),
  channel: contractChannel,
  residentId: id,
  /** Masked in staff lists. */
  residentName: z.string(),
  /** Full years today; for staff. */
  residentAge: z.number().int().optional(),
  idNumberMasked: z.string().optional(),
  communityName: z.string().nullable().optional(),
  teamId: id,
  teamName: z.string(),
  packages: z.array(z.object({ id, code: z.string(), name: z.string() })),
  termYears: z.number().int(),
  textVersion: z.string(),
  signedAt: instant,
  startDay: day.nullable(),
  /** The last day by the term. */
  endDay: day.nullable(),
  /** The last day that it had, of one that ended before its term. */
  lastDay: day.nullable(),
  /** Why it ended before its term. */
  endCode: z.enum(endCodes).nullable(),
  /** From this day on it can be renewed; null where nothing is to be renewed. */
  renewFrom: day.nullable(),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  /** Why staff did not approve, or ended it. */
  reason: z.string().nullable(),
  /** For staff: the team is at or over its capacity. */
  capacityWarning: z.boolean().optional(),
  /** For staff, of one contract: how it went. */
  history: z.array(contractChange).optional(),
  can: z.object({
    withdraw: z.boolean(),
    approve: z.boolean(),
    reject: z.boolean(),
    renew: z.boolean(),
    transfer: z.boolean(),
  }),
  rev,
});

export const servicePackage = z.object({
  id,
  code: z.string(),
  name: z.string(),
  priceFen: z.number().int(),
  /** Whom it is for, in words. */
  forWhom: z.string(),
  items: z.array(z.object({ code: z.string(), name: z.string(), yearlyQuantity: z.number().int().nullable() })),
  textVersion: z.string(),
});

export const packagesState = z.object({ ...settingState, packages: packagesSettings });

export const kindParams = z.object({ id: z.enum(textKinds) });

const textWords = z.object({ title: z.string(), html: z.string() });

/** A legal text with its placeholders, as those see it who look after it. */
export const legalText = z.object({
  kind: z.enum(textKinds),
  ...settingState,
  /** What is shown for signing now. */
  published: textWords.extend({ version: z.string() }),
  /** What is being written and nobody else sees. */
  draft: textWords.nullable(),
});

export const textVersion = textWords.extend({
  id,
  version: z.string(),
  /** Null: it came with the files. */
  publishedAt: instant.nullable(),
  publishedByName: z.string().nullable(),
});
