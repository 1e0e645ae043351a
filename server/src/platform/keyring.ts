import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts personal data at rest, and makes the keyed hashes by which it is found again. */
export interface Keyring {
  /** @returns `<key id>.<base64 of nonce, tag and text>` */
  encrypt(text: string): string;
  /** @throws Error when the key is unknown or the text was altered */
  decrypt(stored: string): string;
  /** HMAC-SHA-256 of a value, for exact look-ups; `purpose` keeps hashes of different fields apart. */
  hash(purpose: string, value: string): string;
}

/**
 * Makes the key ring (AES-256-GCM, the key's id in each value, so that keys can be rotated).
 * @param dataKeys `id:base64,…`; the first one encrypts, all decrypt
 */
export function makeKeyring(dataKeys: string, lookupKey: string): Keyring {
  const keys = new Map(
    dataKeys.split(',').map((part) => {
      const [id, key] = part.split(':') as [string, string];
      return [id, Buffer.from(key, 'base64')] as const;
    }),
  );
  const [currentId, currentKey] = [...keys][0] as [string, Buffer];

  return {
    encrypt(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, currentKey, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${currentId}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')}`;
    },
    decrypt(stored) {
      const [id, body] = stored.split('.') as [string, string];
      const key = keys.get(id);
      if (!key) throw new Error(`unknown data key ${id}`);
      const bytes = Buffer.from(body, 'base64');
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      );
    },
    hash: (purpose, value) => createHmac('sha256', lookupKey).update(`${purpose}:${value}`).digest('base64url'),
  };
}
