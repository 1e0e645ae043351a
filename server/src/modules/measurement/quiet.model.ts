import mongoose, { Schema } from 'mongoose';

/** A relative who does not want to be told of a person's urgent readings. */
interface QuietRow {
  /** `<person>:<account>`. */
  _id: string;
  residentId: string;
  accountId: string;
}

const schema = new Schema<QuietRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    accountId: { type: String, required: true },
  },
  { collection: 'measurementQuiets', versionKey: false },
);
schema.index({ residentId: 1 });
schema.index({ accountId: 1 });

const QuietModel = mongoose.model<QuietRow>('MeasurementQuiet', schema);

/** The accounts that do not want to be told of a person's readings. */
export const findQuiet = async (residentId: string): Promise<string[]> =>
  (await QuietModel.find({ residentId }).lean<QuietRow[]>()).map(({ accountId }) => accountId);

/** Says whether an account wants to be told of a person's readings. */
export async function setQuiet(residentId: string, accountId: string, quiet: boolean): Promise<void> {
  const _id = `${residentId}:${accountId}`;
  if (quiet) await QuietModel.updateOne({ _id }, { $setOnInsert: { residentId, accountId } }, { upsert: true });
  else await QuietModel.deleteOne({ _id });
}

/** Forgets what was wished about a person. */
export async function forgetQuiet(residentId: string): Promise<void> {
  await QuietModel.deleteMany({ residentId });
}

/** Forgets what was wished about a person or by an account. */
export async function deleteQuiet(residentId: string, accountId: string): Promise<void> {
  await QuietModel.deleteMany({ $or: [{ residentId }, { accountId }] });
}
