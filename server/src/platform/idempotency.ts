import { AppError } from '@linkang/shared/errors';
import type { Model } from 'mongoose';
import type { SignedIn } from './actor';
import type { Deps } from './deps';
import type { Keyring } from './keyring';

/** What an `Idempotency-Key` becomes: the value that the created document carries. */
export interface Idempotency {
  /** `I:<account>:<route>:<key>`, unique over the collection. */
  idem: string;
  /** Hash of the parsed request. */
  bodyHash: string;
}

/** Fields of a document that was made by an idempotent request; a job unsets them after 24 hours. */
export interface IdempotentFields {
  idem?: string;
  bodyHash?: string;
  idemAt?: Date;
}

/** Hours for which the same key gives the same object. */
export const IDEMPOTENCY_HOURS = 24;

/** Schema paths of `IdempotentFields`. */
export const idempotentSchema = { idem: String, bodyHash: String, idemAt: Date } as const;

/** Builds the value from the header and the parsed request; the hash is keyed, since a body may hold an ID number. */
export function buildIdempotency(
  keyring: Keyring,
  actor: SignedIn,
  route: string,
  key: string,
  parsed: unknown,
): Idempotency {
  const bodyHash = keyring.hash('idempotency', JSON.stringify(parsed));
  return { idem: `I:${actor.accountId}:${route}:${key}`, bodyHash };
}

/** @throws IDEMPOTENCY_MISMATCH when the same key came with another body */
export function assertSameBody(found: IdempotentFields, request: Idempotency): void {
  if (found.bodyHash !== request.bodyHash) throw new AppError('IDEMPOTENCY_MISMATCH');
}

/** Names of the fields of a duplicate-key error, or undefined for any other error. */
export function duplicateKeys(error: unknown): Record<string, unknown> | undefined {
  if (typeof error !== 'object' || error === null || (error as { code?: unknown }).code !== 11_000) return undefined;
  return (error as { keyValue?: Record<string, unknown> }).keyValue ?? {};
}

/**
 * Creates a document once for a key. The key lies in the document itself under a unique index, so that a
 * repeat, a race of repeats and a repeat after a crash all find the one document.
 * @param build makes the document; its refusals are not remembered, so that they may be tried again
 * @param onDuplicate turns another unique index's violation into a refusal
 * @param insert keeps the document, where more has to be written with it
 * @throws IDEMPOTENCY_MISMATCH when the same key came with another body
 */
export async function createOnce<T extends IdempotentFields>(
  model: Model<T>,
  request: Idempotency,
  now: Date,
  build: () => Promise<Omit<T, keyof IdempotentFields>>,
  onDuplicate: (keys: Record<string, unknown>) => Promise<never> | never,
  insert: (document: T) => Promise<unknown> = (document) => model.collection.insertOne(document as never),
): Promise<T> {
  const findMade = async (): Promise<T | null> => {
    // The type is said for the sake of the partial index: without it every document would be looked at.
    const found = (await model.findOne({ idem: { $eq: request.idem, $type: 'string' } }).lean()) as T | null;
    if (found) assertSameBody(found, request);
    return found;
  };
  const before = await findMade();
  if (before) return before;
  let document: T;
  try {
    document = { ...(await build()), ...request, idemAt: now } as unknown as T;
  } catch (error) {
    // A twin with the same key may have been quicker, and its document be what `build` ran into.
    const made = await findMade();
    if (made) return made;
    throw error;
  }
  try {
    await insert(document);
    return document;
  } catch (error) {
    const keys = duplicateKeys(error);
    if (!keys) {
      // What `insert` refuses may be what a twin with the same key has done.
      const made = error instanceof AppError ? await findMade() : null;
      if (made) return made;
      throw error;
    }
    // The index that was named is arbitrary when several are violated: look for our own document first.
    return (await findMade()) ?? onDuplicate(keys);
  }
}

/**
 * Forgets keys that are older than `IDEMPOTENCY_HOURS`, in every collection whose documents carry them.
 */
export async function expireIdempotency(deps: Pick<Deps, 'connection' | 'clock'>): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - IDEMPOTENCY_HOURS * 3_600_000);
  for (const model of Object.values(deps.connection.models))
    if (model.schema.path('idem'))
      await model.collection.updateMany(
        { idemAt: { $lt: before } },
        { $unset: { idem: '', bodyHash: '', idemAt: '' } },
      );
}
