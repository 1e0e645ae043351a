import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import type { AccountPerson } from '../../platform/module';
import { cancelSeat, findBookings } from '../session';
import { forgetFacts } from './booking.facts';

/** Bookings that are read at a time; a person has few. */
const BATCH = 100;

/** Gives back what somebody who leaves has booked. */
export async function cancelComing(deps: Deps, { residentId, accountId }: AccountPerson, now: Date): Promise<void> {
  const seats = await findBookings({ residentId, when: 'coming', today: dayOf(now), skip: 0, limit: BATCH });
  for (const seat of seats) {
    await cancelSeat(deps, { ...seat, residentId }, accountId, now);
    forgetFacts(seat.sessionId);
  }
}
