import { MOST_PEOPLE } from '@linkang/shared/api/settings';
import { duplicateKeys } from '../../platform/idempotency';
import { outboxFor } from '../../platform/outbox';
import { GrantModel, type GrantRow } from './grant.model';

/** Two records of one person and the accounts that are theirs. */
export interface GrantMove {
  stayId: string;
  awayId: string;
  /** Account that has the person afterwards. */
  winner: string | undefined;
  /** The other account of the person, where there are two. */
  loser: string | undefined;
}

const accountsOf = ({ winner, loser }: GrantMove): string[] => [winner, loser].flatMap((account) => account ?? []);

/** Whether the person would act for herself. */
const isForSelf = (row: GrantRow, move: GrantMove): boolean =>
  accountsOf(move).includes(row.accountId) && (row.residentId === move.stayId || row.residentId === move.awayId);

const openOf = (filter: object): Promise<GrantRow[]> => GrantModel.find({ ...filter, open: true }).lean<GrantRow[]>();

/** Open permissions that the person cannot have once the two records are one. */
export async function findClashingGrants(move: GrantMove): Promise<GrantRow[]> {
  const { stayId, awayId, winner, loser } = move;
  const received = await openOf({ residentId: { $in: [stayId, awayId] } });
  const relatives = new Set(received.filter((row) => row.residentId === stayId).map((row) => row.accountId));
  const twice = received.filter((row) => row.residentId === awayId && relatives.has(row.accountId));
  const asked = winner && loser ? await openOf({ accountId: { $in: [winner, loser] } }) : [];
  const own = asked.filter((row) => row.accountId === winner);
  const askedTwice = asked.filter(
    (row) =>
      row.accountId === loser &&
      own.some(({ residentId, target }) => target === row.target || (residentId && residentId === row.residentId)),
  );
  const forSelf = received.filter((row) => isForSelf(row, move));
  return [...new Map([...twice, ...askedTwice, ...forSelf].map((row) => [row._id, row])).values()];
}

/** Writes a change of one open row. @returns false when a unique index is against it */
async function tryWrite(row: GrantRow, change: object): Promise<boolean> {
  try {
    await GrantModel.collection.updateOne({ _id: row._id as never, rev: row.rev }, [
      { $set: { ...change, rev: row.rev + 1 } },
    ]);
    return true;
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    return false;
  }
}

/**
 * Gives a permission to the account that has the person afterwards, into one of its places; of those whom it acts for
 * already nobody is lost, also above what the centre allows now.
 */
async function giveTo(winner: string, row: GrantRow): Promise<boolean> {
  const slots = row.slot === undefined ? [undefined] : Array.from({ length: MOST_PEOPLE }, (_, index) => index + 1);
  for (const slot of slots)
    if (await tryWrite(row, { accountId: { $literal: winner }, ...(slot === undefined ? {} : { slot }) })) return true;
  return false;
}

/** Moves what the person allowed others, and what others allowed the person. @returns open ones that are in the way */
export async function mergeGrants(move: GrantMove): Promise<GrantRow[]> {
  const { stayId, awayId, winner, loser } = move;
  const stuck: GrantRow[] = [];
  const person = { residentId: { $literal: stayId }, outbox: outboxFor(stayId) };
  await GrantModel.collection.updateMany({ relativeResidentId: awayId }, { $set: { relativeResidentId: stayId } });
  await GrantModel.collection.updateMany({ residentId: awayId, open: { $ne: true } }, [{ $set: person }]);
  for (const row of await openOf({ residentId: awayId }))
    if (isForSelf(row, move) || !(await tryWrite(row, person))) stuck.push(row);
  if (!winner || !loser) return stuck;
  await GrantModel.updateMany({ accountId: loser, open: { $ne: true } }, { $set: { accountId: winner } });
  for (const row of await openOf({ accountId: loser })) if (!(await giveTo(winner, row))) stuck.push(row);
  return stuck;
}

/** How many permissions a person gave or was asked for. */
export const countReceived = (residentId: string): Promise<number> => GrantModel.countDocuments({ residentId }).exec();
