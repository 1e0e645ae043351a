import { z } from 'zod';
import {
  revealReasons,
  sensitiveFlags,
  type AccessGround,
  type RevealReason,
  type SensitiveFlag,
} from '../domain/access-rules';
import { guardianRelationships } from '../domain/guardianship';
import { ADDRESS_MAX, cleanPhone, NAME_MAX, namePattern, phonePattern } from '../domain/person-fields';
import { day, id, idParams, instant, list, rev, text } from './common';
import { residentPaths } from './resident.paths';
import { defineRoutes } from './route';

/** A person's name as it is on the card. */
export const personName = z
  .string()
  .trim()
  .min(1, { error: 'EMPTY' })
  .max(NAME_MAX, { error: 'TOO_LONG' })
  .regex(namePattern, { error: 'NAME' });

/** A mainland mobile or a fixed line with area code; blanks, hyphens and the country code are removed. */
export const phone = z
  .string()
  .max(32, { error: 'TOO_LONG' })
  .transform(cleanPhone)
  .refine((value) => phonePattern.test(value), { error: 'PHONE' });

const address = z.object({
  communityId: id.optional(),
  detail: z.string().trim().max(ADDRESS_MAX, { error: 'TOO_LONG' }).optional(),
});

/** Purposes that a text of consent can have. */
export const consentPurpose = z.enum(['service', 'sensitive', 'guardian']);

/** Papers by which people are known: newborns have a birth certificate until they get an ID number. */
export const idType = z.enum(['residentId', 'birthCertificate'], { error: 'UNKNOWN' });

export const resident = z.object({
  id,
  name: z.string(),
  idType,
  idNumberMasked: z.string(),
  /** The birth certificate by which a child was registered, also after the ID number has come. */
  certificateMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  birthDay: day,
  sex: z.enum(['male', 'female']),
  /** Full years today. */
  age: z.number().int(),
  address: z.object({
    communityId: id.nullable(),
    communityName: z.string().nullable(),
    detail: z.string().nullable(),
  }),
  elderMode: z.boolean(),
  /** Whether the free yearly physical of people of 65 and over is theirs this year. */
  seniorPhysicalEligible: z.boolean(),
  createdAt: instant,
  rev,
});

/** A person among the results of a search at the desk. */
export const foundResident = resident.pick({
  id: true,
  name: true,
  idNumberMasked: true,
  phoneMasked: true,
  sex: true,
  age: true,
});

/** How a person stands to one text of consent. */
export const consentState = z.object({
  purpose: consentPurpose,
  title: z.string(),
  html: z.string(),
  required: z.boolean(),
  /** The version that is agreed to now. */
  version: z.string(),
  /** `outdated`: an older version was agreed to, and the new one is still to be read. */
  status: z.enum(['agreed', 'outdated', 'withdrawn', 'never']),
  /** What the newest answer was about, when and where it was given. */
  answeredVersion: z.string().nullable(),
  answeredAt: instant.nullable(),
  channel: z.enum(['weapp', 'h5', 'desk', 'seed']).nullable(),
});

const grounds: [AccessGround, ...AccessGround[]] = ['office', 'team', 'application', 'today', 'counter', 'emergency'];

/** How the caller stands to a person: whether the record is theirs to read, and how they would get at it. */
export const standing = z.object({
  /** Name and numbers masked. */
  person: foundResident,
  /** Why the record may be read; null: it may not. */
  ground: z.enum(grounds).nullable(),
  /** When a ground that runs out does. */
  until: instant.nullable(),
  /** What the caller can do to get one. */
  ways: z.array(z.enum(['reveal', 'emergency'])),
});

const sensitiveFlag = z.enum(Object.keys(sensitiveFlags) as [SensitiveFlag, ...SensitiveFlag[]], { error: 'UNKNOWN' });
const flagsState = z.object({ rev, flags: z.array(sensitiveFlag) });

export const residentRoutes = defineRoutes({
  consents: {
    ...residentPaths.consents,
    summary: 'The texts to agree to, in their current versions; for a child under 14 with the one for its guardian',
    query: z.object({ subject: z.enum(['person', 'child'], { error: 'UNKNOWN' }).default('person') }),
    reply: list(
      z.object({
        purpose: consentPurpose,
        version: z.string(),
        title: z.string(),
        html: z.string(),
        required: z.boolean(),
      }),
    ),
  },
  create: {
    ...residentPaths.create,
    summary:
      "Register the account's own person by real name, or a child whom it answers for; staff register anybody who is at the desk",
    idempotent: true,
    status: 201,
    body: z.object({
      name: personName,
      idType,
      /** Number of the ID card or of the birth certificate. */
      idNumber: z.string().max(64, { error: 'LENGTH' }),
      /** Where the number does not say them. */
      birthDay: day.optional(),
      sex: z.enum(['male', 'female'], { error: 'UNKNOWN' }).optional(),
      /** Who answers for a child; the desk says which person that is, an account is it itself. */
      guardian: z
        .object({ relationship: z.enum(guardianRelationships, { error: 'UNKNOWN' }), id: id.optional() })
        .optional(),
      phone: phone.optional(),
      address: address.optional(),
      consents: z
        .array(z.object({ purpose: consentPurpose, version: z.string().min(1).max(32) }))
        .max(8, { error: 'TOO_MANY' }),
    }),
    reply: resident,
    errors: ['CONSENT_REQUIRED', 'RESIDENT_EXISTS', 'RESIDENT_CLAIM_NEEDED', 'RESIDENT_REQUIRED'],
  },
  addIdNumber: {
    ...residentPaths.addIdNumber,
    summary: 'Add the ID number of a child who was registered by the birth certificate; the certificate stays known',
    params: idParams,
    body: z.object({ rev, idNumber: z.string().max(64, { error: 'LENGTH' }) }),
    reply: resident,
    errors: ['STATE_CONFLICT', 'RESIDENT_EXISTS', 'RESIDENT_CLAIM_NEEDED', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  get: {
    ...residentPaths.get,
    summary: "A resident's own profile; staff read it with a ground, which is written to the audit log",
    params: idParams,
    reply: resident,
    errors: ['PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  update: {
    ...residentPaths.update,
    summary: 'Change phone, address and reading mode; name and ID number are changed at the desk',
    params: idParams,
    body: z.object({
      rev,
      phone: phone.nullable().optional(),
      address: address.optional(),
      elderMode: z.boolean().optional(),
    }),
    reply: resident,
    errors: ['STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  standing: {
    ...residentPaths.standing,
    summary: 'How staff stand to a person, with what they may see of anybody',
    params: idParams,
    reply: standing,
    errors: ['NOT_FOUND'],
  },
  reveal: {
    ...residentPaths.reveal,
    summary: 'Show a person who is at the counter or on the phone, for half an hour; it is written to the audit log',
    params: idParams,
    body: z.object({
      reason: z.enum(Object.keys(revealReasons) as [RevealReason, ...RevealReason[]], { error: 'UNKNOWN' }),
    }),
    reply: standing,
    errors: ['NOT_FOUND'],
  },
  flags: {
    ...residentPaths.flags,
    summary: 'Marks that need a right of their own; nobody else learns whether there are any',
    params: idParams,
    reply: flagsState,
    errors: ['NOT_FOUND', 'ACCESS_LIMITED'],
  },
  saveFlags: {
    ...residentPaths.saveFlags,
    summary: 'Set the marks that need a right of their own',
    params: idParams,
    body: z.object({
      rev,
      flags: z
        .array(sensitiveFlag)
        .max(Object.keys(sensitiveFlags).length, { error: 'TOO_MANY' })
        .transform((flags) => [...new Set(flags)]),
    }),
    reply: flagsState,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  consentState: {
    ...residentPaths.consentState,
    summary: 'What the person agreed to, in which version, when and where',
    params: idParams,
    reply: list(consentState),
    errors: ['ACCESS_LIMITED'],
  },
  saveConsent: {
    ...residentPaths.saveConsent,
    summary: 'Agree to a text in its present version, or take it back; what is new online stops without it',
    params: idParams,
    body: z.object({
      purpose: consentPurpose,
      version: z.string().min(1, { error: 'EMPTY' }).max(32, { error: 'TOO_LONG' }),
      agreed: z.boolean(),
    }),
    reply: list(consentState),
    errors: ['STATE_CONFLICT'],
  },
  search: {
    ...residentPaths.search,
    summary: 'Find people by the whole ID number, the whole phone, or the beginning of the name; at most 20',
    query: z.object({ query: text(64) }),
    reply: z.object({
      items: z.array(foundResident),
      /** More people match than are told. */
      more: z.boolean(),
    }),
  },
});

export type ResidentRoutes = typeof residentRoutes;
export type Resident = z.output<typeof resident>;
export type Standing = z.output<typeof standing>;
export type FoundResident = z.output<typeof foundResident>;
export type ConsentState = z.output<typeof consentState>;
export type IdType = z.output<typeof idType>;
export type ConsentPurpose = z.output<typeof consentPurpose>;
