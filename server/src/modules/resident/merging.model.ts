import { duplicateKeys } from '../../platform/idempotency';
import { IN_CARE, ResidentModel, type ResidentDocument } from './resident.model';

/** All records of a person: the one that stands, and those that became a part of it. */
export async function findRecordIds(id: string): Promise<string[]> {
  const row = await ResidentModel.findById(id, { formerIds: 1 }).lean<Pick<ResidentDocument, 'formerIds'> | null>();
  return [id, ...(row?.formerIds ?? [])];
}

/** People by id, also those who are known under another record by now. */
export const findEvenMerged = (ids: readonly string[]): Promise<ResidentDocument[]> =>
  ResidentModel.find({ _id: { $in: [...ids] }, closedAt: null }).lean<ResidentDocument[]>();

/**
 * Makes a record a part of another one: no account, no search and no register of ID numbers and certificates leads to it
 * any more.
 * @param idHash a hash that is nobody's, so that the number is free
 * @returns false when the record is closed, or a part of a third one
 */
export async function giveUpRecord(awayId: string, stayId: string, idHash: string): Promise<boolean> {
  await ResidentModel.updateOne(
    { _id: awayId, ...IN_CARE },
    { $set: { mergedInto: stayId, idHash }, $unset: { accountId: 1, certificateHash: 1 }, $inc: { rev: 1 } },
  );
  const away = await ResidentModel.findOne({ _id: awayId, mergedInto: stayId }).lean<ResidentDocument | null>();
  if (!away) return false;
  const former = [awayId, ...(away.formerIds ?? [])];
  await ResidentModel.updateOne({ _id: stayId }, { $addToSet: { formerIds: { $each: former } } });
  return true;
}

/**
 * Puts the certificate of a record that went under the one that stays, unless that has its own; a repeat finds it
 * done. Where somebody else registered with the number meanwhile, it stays history of the record that went.
 */
export async function adoptCertificate(
  id: string,
  paper: Required<Pick<ResidentDocument, 'certificate' | 'certificateHash'>>,
): Promise<void> {
  try {
    await ResidentModel.updateOne(
      { _id: id, certificateHash: { $exists: false }, ...IN_CARE },
      { $set: paper, $inc: { rev: 1 } },
    );
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
  }
}

/** Closes the records that became a part of a person's, each under a hash that is nobody's. */
export async function lockFormer(id: string, hashOf: (id: string) => string, closedAt: Date): Promise<void> {
  for (const former of (await findRecordIds(id)).slice(1))
    await ResidentModel.updateOne({ _id: former, closedAt: null }, { $set: { closedAt, idHash: hashOf(former) } });
}
