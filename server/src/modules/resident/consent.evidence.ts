import type { ConsentPurpose } from '@linkang/shared/api/resident.routes';
import { needsGuardianConsent } from '@linkang/shared/domain/guardianship';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { ConsentText } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import type { ConsentDocument } from './consent.model';

/** What a form says that somebody agreed to. */
export type GivenConsents = readonly { purpose: ConsentPurpose; version: string }[];

/** The texts that are to be agreed to for somebody: for a child under 14 with the guardian's own. */
export const textsFor = ({ config }: Deps, isChild: boolean): readonly ConsentText[] =>
  isChild ? [...config.consents, config.guardianConsent] : config.consents;

/** @throws CONSENT_REQUIRED when a needed text was not agreed to in its present version */
export function assertConsents(deps: Deps, given: GivenConsents, isChild = false): void {
  const agreed = (text: { purpose: string; version: string }): boolean =>
    given.some((consent) => consent.purpose === text.purpose && consent.version === text.version);
  if (!textsFor(deps, isChild).every((text) => !text.required || agreed(text))) throw new AppError('CONSENT_REQUIRED');
}

/** @throws CONSENT_REQUIRED for a child, who cannot agree alone: a guardian does */
export function assertMayConsent(birthDay: string, today: string): void {
  if (!needsGuardianConsent(birthDay, today)) return;
  throw new AppError('CONSENT_REQUIRED', {
    detail: '不满14周岁的孩子要由监护人同意。请监护人在自己的“家人”里登记孩子，或带上双方的证件到前台办理。',
  });
}

/** What goes into the list of consents; other versions than the present ones are not evidence of anything. */
export const buildConsents = (
  deps: Deps,
  given: GivenConsents,
  evidence: Omit<ConsentDocument, '_id' | 'purpose' | 'version' | 'textHash'>,
): ConsentDocument[] =>
  textsFor(deps, true)
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
