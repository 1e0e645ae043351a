import { z } from 'zod';
import { claimPaths } from './claim.paths';
import { id, idParams, instant } from './common';
import { guardianRelationships } from '../domain/guardianship';
import { consentPurpose, foundResident, idType, personName } from './resident.routes';
import { defineRoutes } from './route';

/** Six digits, as they are read out or typed off a screen. */
const sixDigits = z
  .string()
  .trim()
  .regex(/^\d{6}$/, { error: 'SIX_DIGITS' });

export const claimStatus = z.enum(['open', 'done', 'rejected']);

const relationship = z.enum(guardianRelationships, { error: 'UNKNOWN' });

/** The wish of an account to be the one of a person whom the centre knows already, as the account sees it. */
export const claim = z.object({
  id,
  status: claimStatus,
  /** The number is of a child's paper, and the account asks to be the guardian. */
  forChild: z.boolean(),
  /** What the person shows at the desk. */
  deskNumber: z.string(),
  /** Whether codes are sent here at all; says nothing about the person. */
  hasCodes: z.boolean(),
  /** When the last code was asked for. */
  codeAskedAt: instant.nullable(),
  expiresAt: instant,
});

/** The same as the desk sees it. */
export const deskClaim = z.object({
  id,
  status: claimStatus,
  /** The name that was typed on the phone. */
  name: z.string(),
  /** The record with the number that was typed; null where there is none. */
  resident: foundResident.nullable(),
  /** The record has another name than the one that was typed. */
  isOtherName: z.boolean(),
  /** Who asks to be the guardian of the child with that number; null: the number is said to be the own one. */
  guardian: z.object({ name: z.string(), relationship }).nullable(),
  /** The record belongs to another WeChat account until now. */
  hasOtherAccount: z.boolean(),
  createdAt: instant,
  expiresAt: instant,
});

export const claimRoutes = defineRoutes({
  create: {
    ...claimPaths.create,
    summary:
      'Ask to be the account of a person who is known already, or the guardian of a child; the answer is the same for any number',
    idempotent: true,
    status: 201,
    body: z.object({
      name: personName,
      idType: idType.default('residentId'),
      idNumber: z.string().max(64, { error: 'LENGTH' }),
      /** The number is a child's, and the account's own person asks to be its guardian. */
      guardian: z.object({ relationship }).optional(),
      consents: z
        .array(z.object({ purpose: consentPurpose, version: z.string().min(1).max(32) }))
        .max(8, { error: 'TOO_MANY' }),
    }),
    reply: claim,
    errors: ['CONSENT_REQUIRED', 'RESIDENT_EXISTS', 'RESIDENT_REQUIRED', 'STATE_CONFLICT'],
  },
  own: {
    ...claimPaths.own,
    summary: "The account's newest claim",
    reply: z.object({ claim: claim.nullable() }),
  },
  sendCode: {
    ...claimPaths.sendCode,
    summary: 'Send a code to the phone on file, where there is one; the answer is the same where there is none',
    params: idParams,
    reply: claim,
    errors: ['STATE_CONFLICT'],
  },
  verify: {
    ...claimPaths.verify,
    summary: 'Prove it by the code; five tries for each code',
    params: idParams,
    body: z.object({ code: sixDigits }),
    reply: claim,
    errors: ['CLAIM_CODE_WRONG', 'STATE_CONFLICT', 'RESIDENT_EXISTS'],
  },
  find: {
    ...claimPaths.find,
    summary: 'The claim with a number that somebody shows at the desk',
    query: z.object({ number: sixDigits }),
    reply: z.object({ claim: deskClaim.nullable() }),
  },
  confirm: {
    ...claimPaths.confirm,
    summary: 'Confirm at the desk with the number on the ID card or birth certificate that lies there',
    params: idParams,
    body: z.object({ idNumber: z.string().max(64, { error: 'LENGTH' }) }),
    reply: deskClaim,
    errors: ['STATE_CONFLICT', 'RESIDENT_EXISTS', 'GUARDIAN_LIMIT'],
  },
  reject: {
    ...claimPaths.reject,
    summary: 'Refuse at the desk',
    params: idParams,
    reply: deskClaim,
    errors: ['STATE_CONFLICT'],
  },
});

export type ClaimRoutes = typeof claimRoutes;
export type Claim = z.output<typeof claim>;
export type DeskClaim = z.output<typeof deskClaim>;
