import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { findPasswordFault } from '@linkang/shared/domain/staff-password';

const COST = 2 ** 15;
const BLOCK_SIZE = 8;
const PARALLEL = 1;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

const derive = (password: string, salt: Buffer, options: { N: number; r: number; p: number }) =>
  new Promise<Buffer>((resolve, reject) => {
    // scrypt needs 128·N·r bytes; Node allows 32 MiB unless told, which is just too little.
    const maxmem = 256 * options.N * options.r;
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...options, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

/** Hashes a password: `scrypt$N$r$p$salt$hash`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, { N: COST, r: BLOCK_SIZE, p: PARALLEL });
  return ['scrypt', COST, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Compares in constant time. */
export async function matchesPassword(password: string, stored: string): Promise<boolean> {
  const [, cost, blockSize, parallel, salt, hash] = stored.split('$') as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const options = { N: Number(cost), r: Number(blockSize), p: Number(parallel) };
  const key = await derive(password, Buffer.from(salt, 'base64url'), options);
  return timingSafeEqual(key, Buffer.from(hash, 'base64url'));
}

/** A hash that no password is known to match; an unknown user is compared with it, so that both take as long. */
export const unmatchableHash = [
  'scrypt',
  COST,
  BLOCK_SIZE,
  PARALLEL,
  randomBytes(SALT_BYTES).toString('base64url'),
  randomBytes(KEY_BYTES).toString('base64url'),
].join('$');

/** Without letters and digits that are taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const DIGITS = '23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

const pick = (alphabet: string): string => alphabet.charAt(randomInt(alphabet.length));

/** A password that can be read out over the telephone: `xxxx-xxxx-xxxx-xxxx`, with letters and digits. */
export function makePassword(username: string): string {
  const group = (): string => Array.from({ length: GROUP_LENGTH }, () => pick(LETTERS + DIGITS)).join('');
  for (;;) {
    const password = Array.from({ length: GROUPS }, group).join('-');
    if (!findPasswordFault(password, username)) return password;
  }
}
