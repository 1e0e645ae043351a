import { z } from 'zod';
import { endCodes } from '../domain/contract-end';
import { day, id, idParams, list, page, pageQuery, rev, text } from './common';
import { contractPaths } from './contract.paths';
import {
  identityPaper,
  packageIds,
  paper,
  PAPER_BODY_BYTES,
  proof,
  signature,
  SIGNATURE_BODY_BYTES,
  termYears,
  textVersionRead,
} from './contract-proof';
import {
  contractState,
  contract,
  servicePackage,
  packagesState,
  kindParams,
  legalText,
  textVersion,
} from './contract-schemas';
import type { contractChannel, contractKind } from './contract-schemas';
import { defineRoutes } from './route';
import { legalTextFields, packagesSettings } from './settings';

/** A long text in Chinese letters of three bytes. */
const TEXT_BODY_BYTES = 256 * 1024;

export const contractRoutes = defineRoutes({
  packages: {
    ...contractPaths.packages,
    summary: 'Service packages; those that fit the given resident when one is named',
    query: z.object({ residentId: id.optional() }),
    reply: list(servicePackage),
    errors: ['AUTH_REQUIRED', 'FORBIDDEN'],
  },
  agreement: {
    ...contractPaths.agreement,
    summary: 'The text of the agreement in its current version',
    reply: z.object({ version: z.string(), title: z.string(), html: z.string() }),
  },
  create: {
    ...contractPaths.create,
    summary: 'Sign with a family-doctor team',
    idempotent: true,
    status: 201,
    bodyLimitBytes: SIGNATURE_BODY_BYTES,
    body: z.object({
      residentId: id,
      teamId: id,
      packageIds,
      termYears,
      textVersion: textVersionRead,
      signature,
    }),
    reply: contract,
    errors: ['CONSENT_REQUIRED', 'CONTRACT_ACTIVE', 'CONTRACT_TEAM_FULL', 'STATE_CONFLICT'],
  },
  list: {
    ...contractPaths.list,
    summary: "A resident's contracts, or for staff the contracts in a state",
    query: z.object({
      residentId: id.optional(),
      status: contractState.optional(),
      /** Only running ones whose last day by the term is not after this one. */
      endsBy: day.optional(),
      ...pageQuery,
    }),
    reply: page(contract),
    errors: ['PROXY_SCOPE_MISSING'],
  },
  get: {
    ...contractPaths.get,
    summary: 'One contract',
    params: idParams,
    reply: contract,
    errors: ['PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  signature: {
    ...contractPaths.signature,
    summary: 'The drawn signature as a data URL, for the person and the reviewing staff',
    params: idParams,
    reply: z.object({ dataUrl: z.string() }),
  },
  signedText: {
    ...contractPaths.signedText,
    summary: 'The agreement word for word as it was signed',
    params: idParams,
    reply: z.object({ version: z.string(), title: z.string(), html: z.string() }),
    errors: ['ACCESS_LIMITED'],
  },
  readPackages: {
    ...contractPaths.readPackages,
    summary: 'The service packages as they are set up, also those that are not offered',
    reply: packagesState,
  },
  savePackages: {
    ...contractPaths.savePackages,
    summary: 'Change which service packages are offered, and their price',
    published: ['packages'],
    body: z.object({ rev, packages: packagesSettings }),
    reply: packagesState,
    errors: ['STATE_CONFLICT'],
  },
  texts: {
    ...contractPaths.texts,
    summary: 'The agreement and the consents, with what is being written of them',
    reply: list(legalText),
  },
  textVersions: {
    ...contractPaths.textVersions,
    summary: 'Every published version of a legal text, the newest first',
    params: kindParams,
    reply: list(textVersion),
  },
  saveTextDraft: {
    ...contractPaths.saveTextDraft,
    summary: 'Keep a draft of the next version of a legal text',
    published: ['title', 'html'],
    params: kindParams,
    body: z.object({ rev, ...legalTextFields }),
    bodyLimitBytes: TEXT_BODY_BYTES,
    reply: legalText,
    errors: ['STATE_CONFLICT'],
  },
  publishText: {
    ...contractPaths.publishText,
    summary: 'Make the draft the version that is signed from now on',
    params: kindParams,
    body: z.object({ rev }),
    reply: legalText,
    errors: ['STATE_CONFLICT'],
  },
  approve: {
    ...contractPaths.approve,
    summary: 'Approve: the contract runs from today, from the day given, or from the day after the one it renews',
    params: idParams,
    body: z.object({ startDay: day.optional() }),
    reply: contract,
    errors: ['STATE_CONFLICT', 'CONTRACT_TEAM_FULL'],
  },
  reject: {
    ...contractPaths.reject,
    summary: 'Reject with a reason that the resident reads',
    params: idParams,
    body: z.object({ reason: text(200) }),
    reply: contract,
    errors: ['STATE_CONFLICT'],
  },
  end: {
    ...contractPaths.end,
    summary: 'End a running contract before its last day, with a reason that the resident reads',
    params: idParams,
    body: z.object({ code: z.enum(endCodes).default('other'), reason: text(200) }),
    reply: contract,
    errors: ['STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  withdraw: {
    ...contractPaths.withdraw,
    summary: 'Take an application back before it is decided, or what was approved before it begins',
    params: idParams,
    reply: contract,
    errors: ['STATE_CONFLICT'],
  },
  signOnSite: {
    ...contractPaths.signOnSite,
    summary: 'Staff bring in what somebody signed on paper before them; it waits for review',
    idempotent: true,
    status: 201,
    bodyLimitBytes: PAPER_BODY_BYTES,
    body: z.object({
      residentId: id,
      teamId: id,
      packageIds,
      termYears,
      textVersion: textVersionRead,
      paper,
      identityPaper,
    }),
    reply: contract,
    errors: ['CONTRACT_ACTIVE', 'CONTRACT_TEAM_FULL', 'STATE_CONFLICT', 'ACCESS_LIMITED', 'UNSUPPORTED_MEDIA_TYPE'],
  },
  renew: {
    ...contractPaths.renew,
    summary: 'Renew: a new contract with the same team from the day after the last, or from today when that is past',
    idempotent: true,
    status: 201,
    bodyLimitBytes: PAPER_BODY_BYTES,
    params: idParams,
    body: z.object({
      packageIds: packageIds.optional(),
      termYears: termYears.optional(),
      textVersion: textVersionRead,
      ...proof,
    }),
    reply: contract,
    errors: [
      'CONSENT_REQUIRED',
      'CONTRACT_ACTIVE',
      'CONTRACT_TEAM_FULL',
      'CONTRACT_RENEWAL_CLOSED',
      'STATE_CONFLICT',
      'ACCESS_LIMITED',
      'UNSUPPORTED_MEDIA_TYPE',
    ],
  },
  transfer: {
    ...contractPaths.transfer,
    summary: 'Change the team: the running contract ends when the other team approves, and not before',
    idempotent: true,
    status: 201,
    bodyLimitBytes: PAPER_BODY_BYTES,
    params: idParams,
    body: z.object({
      teamId: id,
      packageIds: packageIds.optional(),
      termYears: termYears.optional(),
      textVersion: textVersionRead,
      ...proof,
    }),
    reply: contract,
    errors: [
      'CONSENT_REQUIRED',
      'CONTRACT_ACTIVE',
      'CONTRACT_TEAM_FULL',
      'CONTRACT_TRANSFER_LIMIT',
      'STATE_CONFLICT',
      'ACCESS_LIMITED',
      'UNSUPPORTED_MEDIA_TYPE',
    ],
  },
});

export type ContractRoutes = typeof contractRoutes;
export type Contract = z.output<typeof contract>;
export type ServicePackage = z.output<typeof servicePackage>;
export type LegalText = z.output<typeof legalText>;
export type TextVersion = z.output<typeof textVersion>;
export type ContractState = z.output<typeof contractState>;
export type ContractKind = z.output<typeof contractKind>;
export type ContractChannel = z.output<typeof contractChannel>;
