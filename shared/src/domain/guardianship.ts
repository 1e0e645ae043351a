import { addYears, ageOn } from './clinic-day';
import table from './data/guardianship.json';

/** What somebody is to a child whom they answer for. */
export const guardianRelationships = ['mother', 'father', 'guardian'] as const;
export type GuardianRelationship = (typeof guardianRelationships)[number];

/** What a guardian may do, by the names of what relatives may do. */
export type GuardianScope = 'book' | 'report' | 'record' | 'consult';

/** Guardians that a child has at most at the same time. */
export const MAX_GUARDIANS = table.maxGuardians;

/** Whether a guardian has to consent for somebody on a day (个人信息保护法 第三十一条). */
export const needsGuardianConsent = (birthDay: string, day: string): boolean =>
  ageOn(birthDay, day) < table.ownConsentAge;

/** Whether somebody is of age on a day, and so can be a guardian, and needs none. */
export const isAdult = (birthDay: string, day: string): boolean => ageOn(birthDay, day) >= table.adultAge;

/**
 * What a guardian may do for a child on a day: everything below the age of the own consent, then nothing that shows
 * the record, and nothing at all once the child is of age. The birthday itself counts to the new age; somebody born on
 * 29 February has it on 1 March in a common year.
 */
export function guardianScopesOn(birthDay: string, day: string): readonly GuardianScope[] {
  const { underOwnConsentAge, underAdultAge } = table.scopes as Record<string, GuardianScope[]>;
  if (needsGuardianConsent(birthDay, day)) return underOwnConsentAge ?? [];
  return isAdult(birthDay, day) ? [] : (underAdultAge ?? []);
}

/** The first days on which a guardian may do less, and nothing any more. */
export const guardianshipEnds = (birthDay: string): { recordEndsDay: string; endsDay: string } => ({
  recordEndsDay: addYears(birthDay, table.ownConsentAge),
  endsDay: addYears(birthDay, table.adultAge),
});

/** Why the number of a birth certificate is refused, in the order in which the checks run. */
export type CertificateFault = 'EMPTY' | 'LENGTH' | 'CHARSET';

/** A sentence for each fault, fit to show beside the field. */
export const certificateFaultText: Record<CertificateFault, string> = {
  EMPTY: '请输入出生医学证明编号',
  LENGTH: '出生医学证明编号是1个字母加9位数字，共10位',
  CHARSET: '出生医学证明编号第一位是字母，后面9位是数字',
};

const CERTIFICATE = new RegExp(table.birthCertificate.pattern);

/**
 * Checks the number of a birth certificate: a letter for the year of print, then nine digits. It has no check digit,
 * and says neither birth day nor sex.
 * @param text what was typed; blanks and a small letter are accepted
 */
export function parseCertificate(
  text: string,
): { ok: true; certificate: string } | { ok: false; reason: CertificateFault } {
  const certificate = text.replace(/\s/g, '').toUpperCase();
  if (certificate === '') return { ok: false, reason: 'EMPTY' };
  if (certificate.length !== table.birthCertificate.length) return { ok: false, reason: 'LENGTH' };
  return CERTIFICATE.test(certificate) ? { ok: true, certificate } : { ok: false, reason: 'CHARSET' };
}
