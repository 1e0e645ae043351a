import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator has it: SHA-1, six digits, thirty seconds. */
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** Steps before and after the present one whose codes are taken: clocks of phones differ. */
const WINDOW = 1;

const RECOVERY_CODES = 10;
const RECOVERY_LENGTH = 10;
/** Without letters and digits that are taken for one another; ten of them make about fifty bits. */
const RECOVERY_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer: '邻康', label, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) });

/** A new secret, in base 32. */
export const makeOtpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** What the QR code says to the authenticator. */
export const otpUri = (secret: string, username: string): string => totpOf(secret, username).toString();

/** The step whose code this is, near the present one; undefined for a wrong code. */
export function findOtpStep(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / (PERIOD_SECONDS * 1000)) + delta;
}

/** Codes for the day on which the phone is lost, each good once: `xxxxx-xxxxx` without the hyphen. */
export const makeRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: RECOVERY_LENGTH }, () => RECOVERY_LETTERS.charAt(randomInt(RECOVERY_LETTERS.length))).join(''),
  );
