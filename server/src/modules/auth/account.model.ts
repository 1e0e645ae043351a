import mongoose, { Schema, type mongo } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** By what somebody is known to be the owner of an account: keyed hashes, each of which leads to one account. */
export interface AccountKeys {
  /** The open id in the mini-program. */
  wechatKey?: string;
  /** The open id in the official account. */
  officialKey?: string;
  /** The union id, which is one for both. */
  unionKey?: string;
  /** A phone that was proved by a code. */
  phoneKey?: string;
}

/** An account of a resident: everything by which one person signs in. */
export interface AccountDocument extends AccountKeys {
  _id: string;
  kind: 'resident';
  /** The mini-program's, to which messages go. */
  openId?: Sealed;
  /** The phone of `phoneKey`. */
  phone?: Sealed;
  createdAt: Date;
}

/** What an account is found by, in the order in which it is looked for. */
export const accountKeyNames = ['wechatKey', 'officialKey', 'unionKey', 'phoneKey'] as const;

/** What can be added to an account. */
export type AccountParts = AccountKeys & Pick<AccountDocument, 'openId' | 'phone'>;

const schema = new Schema<AccountDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    wechatKey: String,
    openId: sealedPath,
    officialKey: String,
    unionKey: String,
    phoneKey: String,
    phone: sealedPath,
    createdAt: { type: Date, required: true },
  },
  { collection: 'accounts', versionKey: false },
);
for (const name of accountKeyNames)
  schema.index(
    { [name]: 1 },
    { name: `${name}_known`, unique: true, partialFilterExpression: { [name]: { $type: 'string' } } },
  );

const AccountModel = mongoose.model<AccountDocument>('Account', schema);

/** An account by its id, or null. */
export const findAccount = (id: string, session?: mongo.ClientSession): Promise<AccountDocument | null> =>
  AccountModel.findById(id)
    .session(session ?? null)
    .lean<AccountDocument | null>();

/** The account that somebody is known by, or null. */
export const findAccountBy = (name: keyof AccountKeys, key: string): Promise<AccountDocument | null> =>
  AccountModel.findOne({ [name]: key }).lean<AccountDocument | null>();

/** Adds an account. @returns false when one of its keys leads to another one already */
export async function insertAccount(account: AccountDocument): Promise<boolean> {
  try {
    await AccountModel.collection.insertOne(account as never);
    return true;
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    return false;
  }
}

/**
 * Adds keys to an account.
 * @param replaced keys that may be there already, and are overwritten
 * @returns false when the account is gone or has one of the others, or a key leads to another account
 */
export async function addToAccount(
  id: string,
  parts: AccountParts,
  replaced: readonly (keyof AccountKeys)[] = [],
  session?: mongo.ClientSession,
): Promise<boolean> {
  const absent = accountKeyNames.filter((name) => parts[name] !== undefined && !replaced.includes(name));
  const filter = { _id: id, ...Object.fromEntries(absent.map((name) => [name, { $exists: false }])) };
  const options = session ? { session } : {};
  try {
    const { matchedCount } = await AccountModel.updateOne(filter as never, { $set: parts }, options);
    return matchedCount === 1;
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    return false;
  }
}

/** Takes the phone away from an account. */
export async function dropPhone(id: string, session: mongo.ClientSession): Promise<void> {
  await AccountModel.updateOne({ _id: id }, { $unset: { phoneKey: 1, phone: 1 } }, { session });
}

/** Whether the account is there. @returns 0 or 1 */
export const countAccount = (id: string): Promise<number> => AccountModel.countDocuments({ _id: id }).exec();

/** Removes the account: whoever signs in with the same WeChat or phone begins anew. */
export async function deleteAccount(id: string, session?: mongo.ClientSession): Promise<void> {
  await AccountModel.deleteOne({ _id: id }, session ? { session } : {});
}
