import type { ConsentPurpose } from '@linkang/shared/api/resident.routes';
import { ageOn } from '@linkang/shared/domain/clinic-day';
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

/** Below this age a guardian consents (个人信息保护法 第三十一条). */
const OWN_CONSENT_AGE = 14;

/** @throws CONSENT_REQUIRED for a child, who cannot agree alone: a guardian comes to the desk */
export function assertMayConsent(birthDay: string, today: string): void {
  if (ageOn(birthDay, today) >= OWN_CONSENT_AGE) return;
  throw new AppError('CONSENT_REQUIRED', {
    detail: '不满14周岁的孩子要由监护人同意，请监护人带上双方的证件，到前台登记。',
  });
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
