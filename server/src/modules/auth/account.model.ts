import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** Somebody's WeChat identity in this mini-program. */
export interface AccountDocument {
  _id: string;
  kind: 'resident';
  /** Keyed hash of the open id. */
  wechatKey: string;
  openId: Sealed;
  createdAt: Date;
}

const schema = new Schema<AccountDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    wechatKey: { type: String, required: true },
    openId: { ...sealedPath, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'accounts', versionKey: false },
);
schema.index({ wechatKey: 1 }, { unique: true });

const AccountModel = mongoose.model<AccountDocument>('Account', schema);

/** The encrypted open id of an account, or undefined where the account is not a WeChat identity. */
export const findSealedOpenId = async (id: string): Promise<Sealed | undefined> =>
  (await AccountModel.findById(id, { openId: 1 }).lean<{ openId: Sealed } | null>())?.openId;

/** Finds the account of a WeChat identity or makes it; first sign-ins at the same moment get the same one. */
export async function upsertAccount(account: AccountDocument): Promise<AccountDocument> {
  const { wechatKey } = account;
  const known = await AccountModel.findOne({ wechatKey }).lean<AccountDocument | null>();
  if (known) return known;
  try {
    await AccountModel.collection.insertOne(account as never);
    return account;
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    return AccountModel.findOne({ wechatKey }).orFail().lean<AccountDocument>();
  }
}

/** Whether the account is there. @returns 0 or 1 */
export const countAccount = (id: string): Promise<number> => AccountModel.countDocuments({ _id: id }).exec();

/** Removes the account: whoever signs in with the same WeChat identity begins anew. */
export async function deleteAccount(id: string): Promise<void> {
  await AccountModel.deleteOne({ _id: id });
}
