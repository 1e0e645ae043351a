import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Marks values that are bound to their place; before them there were `<key id>.<base64>` without one. */
const FORM = '2';

declare const sealedMark: unique symbol;

/** An encrypted value. A string in the database; the type keeps it from being shown or kept unopened by mistake. */
export interface Sealed {
  readonly [sealedMark]: true;
}

/** Schema path of an encrypted value: the change of keys finds it by the mark. */
export const sealedPath = { type: String as never, sealed: true } as const;

/** Where a value stands. It opens nowhere else, so that nobody can move it to another person or field. */
export const placeOf = (collection: string, path: string, id: unknown): string => `${collection}.${path}:${String(id)}`;

/** Encrypts personal data at rest, and makes the keyed hashes by which it is found again. */
export interface Keyring {
  /** Id of the key that encrypts. */
  readonly currentKeyId: string;
  /** @returns `<key id>.2.<base64 of nonce, tag and text>`, which opens at this place only */
  encrypt(text: string, place: string): Sealed;
  /** @throws Error when the key is unknown, the value was altered or stands at another place */
  decrypt(stored: Sealed, place: string): string;
  /** What a value says that was encrypted before values were bound to their place; for bringing it into the new form. */
  decryptUnbound(stored: string): string;
  /** HMAC-SHA-256 of a value, for exact look-ups; `purpose` keeps hashes of different fields apart. */
  hash(purpose: string, value: string): string;
}

/** Id of the key of an encrypted value; undefined for what is not one. */
export const keyIdOf = (stored: unknown): string | undefined =>
  typeof stored === 'string' ? /^([a-z0-9]{1,8})\.2\.[A-Za-z0-9+/]{38,}={0,2}$/.exec(stored)?.[1] : undefined;

/** Random bytes for the nonces to come: drawn one by one they cost as much as the encryption. */
const POOLED_NONCES = 256;
let pool = Buffer.alloc(0);

/** Twelve random bytes that nobody gets again. */
function nextNonce(): Buffer {
  if (pool.length === 0) pool = randomBytes(POOLED_NONCES * NONCE_BYTES);
  const nonce = pool.subarray(0, NONCE_BYTES);
  pool = pool.subarray(NONCE_BYTES);
  return nonce;
}

function open(key: Buffer, body: string, place: string | undefined): string {
  const bytes = Buffer.from(body, 'base64');
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  if (place !== undefined) decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
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
  const [currentKeyId, currentKey] = [...keys][0] as [string, Buffer];
  const keyOf = (id: string | undefined): Buffer => {
    const key = keys.get(id ?? '');
    if (!key) throw new Error(`unknown data key ${id ?? ''}`);
    return key;
  };

  return {
    currentKeyId,
    encrypt(text, place) {
      const nonce = nextNonce();
      const cipher = createCipheriv(ALGORITHM, currentKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const body = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
      return `${currentKeyId}.${FORM}.${body}` as unknown as Sealed;
    },
    decrypt(stored, place) {
      const text = stored as unknown as string;
      const id = keyIdOf(text);
      if (id === undefined) throw new Error(`not an encrypted value at ${place}`);
      return open(keyOf(id), text.slice(id.length + FORM.length + 2), place);
    },
    decryptUnbound(stored) {
      const [id, body = ''] = stored.split('.');
      return open(keyOf(id), body, undefined);
    },
    hash: (purpose, value) => createHmac('sha256', lookupKey).update(`${purpose}:${value}`).digest('base64url'),
  };
}

let inUse: Keyring | undefined;

/** Says with which key ring this process works, as it works on one database. */
export function useKeyring(keyring: Keyring): Keyring {
  inUse = keyring;
  return keyring;
}

/** The key ring of this process. @throws Error before there is one */
export function processKeyring(): Keyring {
  if (!inUse) throw new Error('there is no key ring yet');
  return inUse;
}
