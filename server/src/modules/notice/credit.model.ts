import mongoose, { Schema } from 'mongoose';

/** How often an account still allows one template to be sent, as far as the phone has told. */
interface CreditRow {
  /** `<accountId>:<templateId>` */
  _id: string;
  count: number;
}

const schema = new Schema<CreditRow>(
  { _id: String, count: { type: Number, required: true } },
  { collection: 'noticeCredits', versionKey: false },
);

const CreditModel = mongoose.model<CreditRow>('NoticeCredit', schema);

const idOf = (accountId: string, templateId: string): string => `${accountId}:${templateId}`;

/** Adds a permission to send once: the person gave it, or it was not used. */
export async function addCredit(accountId: string, templateId: string): Promise<void> {
  await CreditModel.updateOne({ _id: idOf(accountId, templateId) }, { $inc: { count: 1 } }, { upsert: true });
}

/** Uses one permission. @returns false when there is none left */
export async function takeCredit(accountId: string, templateId: string): Promise<boolean> {
  const taken = await CreditModel.updateOne(
    { _id: idOf(accountId, templateId), count: { $gte: 1 } },
    { $inc: { count: -1 } },
  );
  return taken.modifiedCount === 1;
}

/** WeChat knows of no permission: whatever was counted is void. */
export async function clearCredits(accountId: string, templateId: string): Promise<void> {
  await CreditModel.updateOne({ _id: idOf(accountId, templateId) }, { $set: { count: 0 } });
}

/** The permissions of an account: a range of the ids. */
const ofAccount = (accountId: string) => ({ _id: { $gte: `${accountId}:`, $lt: `${accountId};` } });

/** How many templates an account allowed. */
export const countCredits = (accountId: string): Promise<number> =>
  CreditModel.countDocuments(ofAccount(accountId)).exec();

/** Forgets what an account allowed. */
export async function deleteCredits(accountId: string): Promise<void> {
  await CreditModel.deleteMany(ofAccount(accountId));
}
