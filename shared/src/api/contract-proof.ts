import { z } from 'zod';
import { id } from './common';

/** 400 KB: the signature travels in the body. */
export const SIGNATURE_BODY_BYTES = 400 * 1024;
/** A PNG data URL of at most 200 KB of picture. */
const SIGNATURE_MAX_CHARACTERS = 'data:image/png;base64,'.length + Math.ceil((200 * 1024) / 3) * 4;
/** The photo of a signed paper: at most 6 MB, as a data URL with what else the body holds. */
export const PAPER_MAX_BYTES = 6 * 1024 * 1024;
const PAPER_MAX_CHARACTERS = 'data:image/jpeg;base64,'.length + Math.ceil(PAPER_MAX_BYTES / 3) * 4;
export const PAPER_BODY_BYTES = PAPER_MAX_CHARACTERS + 16 * 1024;

/** By which paper staff saw who signs before them. */
export const identityPaper = z.enum(['idCard', 'socialCard', 'householdBook']);

/** The packages that somebody chose. */
export const packageIds = z.array(id).min(1, { error: 'EMPTY' }).max(8, { error: 'TOO_MANY' });
/** The years that the rules allow. */
export const termYears = z.union([z.literal(1), z.literal(2), z.literal(3)], { error: 'TERM' });
/** The version of the agreement that was read. */
export const textVersionRead = z.string().min(1).max(32);
/** A drawn signature as a data URL. */
export const signature = z
  .string()
  .startsWith('data:image/png;base64,', { error: 'SIGNATURE' })
  .max(SIGNATURE_MAX_CHARACTERS, { error: 'TOO_LONG' });
/** The photo of a signed paper as a data URL. */
export const paper = z
  .string()
  .regex(/^data:image\/(?:jpeg|png|webp);base64,/, { error: 'PICTURE' })
  .max(PAPER_MAX_CHARACTERS, { error: 'TOO_LONG' });

/** What proves that the person agreed: a drawn signature, or before staff the photo of a paper. */
export const proof = {
  signature: signature.optional(),
  paper: paper.optional(),
  identityPaper: identityPaper.optional(),
};

export type IdentityPaper = z.output<typeof identityPaper>;
