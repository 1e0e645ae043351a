import mongoose from 'mongoose';
import type { SeatRow } from './seat.model';

/** Stands in a seat for somebody who is not to be known any more. */
const NOBODY = 'erased';

const seats = () => mongoose.connection.collection<SeatRow>('seats');

/** The type is said for the sake of the partial index. */
const ofPerson = (residentId: string) => ({ residentId: { $eq: residentId, $type: 'string' as const } });

/** How many bookings there are of a person. */
export const countSeatsOf = (residentId: string): Promise<number> => seats().countDocuments(ofPerson(residentId));

/** Leaves the bookings of a person in the figures, and takes away whose they were and what was said of them. */
export async function forgetPerson(residentId: string): Promise<void> {
  await seats().updateMany(ofPerson(residentId), {
    $set: { residentId: NOBODY, bookedBy: NOBODY, 'log.$[].by': NOBODY },
    $unset: { absence: '', keys: '', clashKeys: '', outbox: '', idem: '', bodyHash: '', 'extra.reason': '' },
  } as never);
}
