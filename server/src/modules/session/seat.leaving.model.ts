import type { QueryFilter } from 'mongoose';
import { someIds } from '../../platform/batches';
import { SeatModel, type SeatRow } from './seat.model';

/** Stands in a seat for somebody who is not to be known any more. */
export const NOBODY = 'erased';

/** The type is said for the sake of the partial index. */
const ofPerson = (residentId: string) => ({ residentId: { $eq: residentId, $type: 'string' as const } });

/** How many bookings there are of a person. */
export const countSeatsOf = (residentId: string): Promise<number> =>
  SeatModel.collection.countDocuments(ofPerson(residentId));

/** Leaves bookings in the figures, and takes away whose they were and what was said of them. */
async function forget(filter: object): Promise<void> {
  await SeatModel.collection.updateMany(filter, {
    $set: { residentId: NOBODY, bookedBy: NOBODY, 'log.$[].by': NOBODY },
    $unset: { absence: '', keys: '', clashKeys: '', outbox: '', idem: '', bodyHash: '', 'extra.reason': '' },
  } as never);
}

/** Does that to the bookings of a person. */
export const forgetPerson = (residentId: string): Promise<void> => forget(ofPerson(residentId));

/** Whether people came. */
const cameStatuses: SeatRow['status'][] = ['arrived', 'called', 'done'];

/** Bookings before a day to which people came, or did not, and that still say whose they were. */
const datedBefore = (day: string, came: boolean): QueryFilter<SeatRow> => ({
  day: { $lt: day },
  status: came ? { $in: cameStatuses } : { $nin: cameStatuses },
  residentId: { $type: 'string', $ne: NOBODY },
});

/** How many there are. */
export const countDated = (day: string, came: boolean): Promise<number> =>
  SeatModel.countDocuments(datedBefore(day, came)).exec();

/** Takes away whose some of them were. @returns how many */
export async function forgetDated(day: string, came: boolean, limit: number): Promise<number> {
  const ids = await someIds(SeatModel, datedBefore(day, came), limit);
  if (ids.length) await forget({ _id: { $in: ids } });
  return ids.length;
}
