import mongoose, { Schema } from 'mongoose';
import { placeOf, sealedPath, type Keyring, type Sealed } from '../../platform/keyring';

/** The photo of a signed paper, apart from the permission so that lists never load it. */
interface PaperRow {
  _id: string;
  /** Who signed, and the account that may act: whoever of them leaves takes it along. */
  residentId: string;
  accountId: string;
  /** The WebP in base64. */
  sealed: Sealed;
  /** The member of staff who took it. */
  takenBy: string;
  at: Date;
}

const schema = new Schema<PaperRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    accountId: { type: String, required: true },
    sealed: { ...sealedPath, required: true },
    takenBy: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'proxyPapers', versionKey: false },
);
schema.index({ residentId: 1 });
schema.index({ accountId: 1 });

const PaperModel = mongoose.model<PaperRow>('ProxyPaper', schema);

const sealedPlace = (id: string): string => placeOf('proxyPapers', 'sealed', id);

/** Keeps a photo, encrypted. @returns its id */
export async function insertPaper(
  keyring: Keyring,
  row: Omit<PaperRow, '_id' | 'sealed'>,
  picture: Buffer,
): Promise<string> {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const sealed = keyring.encrypt(picture.toString('base64'), sealedPlace(_id));
  await PaperModel.collection.insertOne({ ...row, _id, sealed } as never);
  return _id;
}

/** A photo in base64, or null. */
export async function findPaper(keyring: Keyring, id: string): Promise<string | null> {
  const row = await PaperModel.findById(id).lean<PaperRow | null>();
  return row ? keyring.decrypt(row.sealed, sealedPlace(id)) : null;
}

/** Removes a photo. */
export async function deletePaper(id: string): Promise<void> {
  await PaperModel.deleteOne({ _id: id });
}

const ofPerson = (residentId: string, accountId: string) => ({ $or: [{ residentId }, { accountId }] });

/** How many photos there are of what somebody gave or got. */
export const countPapersOf = (residentId: string, accountId: string): Promise<number> =>
  PaperModel.countDocuments(ofPerson(residentId, accountId)).exec();

/** Removes them. */
export async function deletePapersOf(residentId: string, accountId: string): Promise<void> {
  await PaperModel.deleteMany(ofPerson(residentId, accountId));
}

/** Gives the photos of a person to another record and account of the same person. */
export async function movePapers(
  { awayId, stayId }: { awayId: string; stayId: string },
  { loser, winner }: { loser: string | undefined; winner: string | undefined },
): Promise<void> {
  await PaperModel.updateMany({ residentId: awayId }, { $set: { residentId: stayId } });
  if (winner && loser) await PaperModel.updateMany({ accountId: loser }, { $set: { accountId: winner } });
}
