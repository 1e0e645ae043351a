import { timingSafeEqual } from 'node:crypto';
import type { Keyring } from '../../platform/keyring';

/** What a code is for, with how long one stands on the screen; it is taken for as long again after that. */
const kinds = {
  booking: { seconds: 300 },
  desk: { seconds: 120 },
  /** On the wall of an activity: a picture of it that is passed on comes too late. */
  activity: { seconds: 30 },
  /** For whoever scanned that code and still has to say who has come. */
  activityPass: { seconds: 300 },
} as const;

/** A kind of code. */
export type CodeKind = keyof typeof kinds;

const DIGITS = 18;
const SECOND_MS = 1000;

const windowOf = (kind: CodeKind, at: Date): number => Math.floor(at.getTime() / (kinds[kind].seconds * SECOND_MS));

/**
 * A code is nothing but a signature over what it is for and the time: whoever reads it learns nothing. Digits
 * alone, because a scanner types, and an input method would take letters for the beginning of a word.
 */
function codeIn(keyring: Keyring, kind: CodeKind, subject: string, window: number): string {
  const mac = Buffer.from(keyring.hash('checkIn', `${kind}:${subject}:${window}`), 'base64url');
  return (mac.readBigUInt64BE() % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, '0');
}

/** The code of now, and when the next one begins. */
export function makeCode(
  keyring: Keyring,
  kind: CodeKind,
  subject: string,
  now: Date,
): { code: string; renewAt: Date } {
  const window = windowOf(kind, now);
  return {
    code: codeIn(keyring, kind, subject, window),
    renewAt: new Date((window + 1) * kinds[kind].seconds * SECOND_MS),
  };
}

/** Whether a code is the present one of a subject, or the one before. */
export function isCodeOf(keyring: Keyring, kind: CodeKind, subject: string, code: string, now: Date): boolean {
  const window = windowOf(kind, now);
  const given = Buffer.from(code);
  return [window, window - 1].some((one) => {
    const expected = Buffer.from(codeIn(keyring, kind, subject, one));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}
