import type { ConsentPurpose } from '@linkang/shared/api/resident.routes';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import type { ConsentDocument } from './consent.model';

/** What a form says that somebody agreed to. */
export type GivenConsents = readonly { purpose: ConsentPurpose; version: string }[];

/** @throws CONSENT_REQUIRED when a needed text was not agreed to in its present version */
export function assertConsents(deps: Deps, given: GivenConsents): void {
  const agreed = (text: { purpose: string; version: string }): boolean =>
    given.some((consent) => consent.purpose === text.purpose && consent.version === text.version);
  if (!deps.config.consents.every((text) => !text.required || agreed(text))) throw new AppError('CONSENT_REQUIRED');
}

/** What goes into the list of consents; other versions than the present ones are not evidence of anything. */
export const buildConsents = (
  deps: Deps,
  given: GivenConsents,
  evidence: Omit<ConsentDocument, '_id' | 'purpose' | 'version' | 'textHash'>,
): ConsentDocument[] =>
  deps.config.consents
    .filter((text) => given.some((consent) => consent.purpose === text.purpose && consent.version === text.version))
    .map(({ purpose, version, sha256 }) => ({
      _id: new mongoose.Types.ObjectId().toHexString(),
      purpose,
      version,
      textHash: sha256,
      ...evidence,
    }));

/** Where a request comes from, as far as the browser says so. */
export const channelOf = (userAgent: string): 'weapp' | 'h5' =>
  /MicroMessenger|miniProgram/i.test(userAgent) ? 'weapp' : 'h5';
