import type { Booking } from '@linkang/shared/api/booking.routes';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import type { IdempotentRequestInfo, Module, RequestInfo, TimedStore } from '../../platform/module';
import { countDated, countSeatsOf, findBookings, forgetDated, forgetPerson } from '../session';
import { makeGate, type Gate } from './booking.gate';
import { cancelComing } from './booking.leaving';
import { presentBookings } from './booking.presenter';
import { bookingData } from './booking.personal';
import { buildBookingHandlers } from './booking.router';
import { bookingServed } from './booking.served';
import { bookSeat as bookSeatThrough } from './booking.service';

export { forgetFacts } from './booking.facts';
export { claimFor, findTarget } from './booking.claim';
export { findBookingIn, takeHeldSeat } from './booking.held';
export { advance, advanceById, advanceSeat, stepTo } from './booking.arrival';
export { loadServed, present } from './booking.service';
export { presentBookings } from './booking.presenter';

const gates = new WeakMap<Deps, Gate>();

/** One gate a server, shared by everything that books. */
const gateOf = (deps: Deps): Gate => {
  const gate = gates.get(deps) ?? makeGate(deps.config.booking.maxInFlight, deps.config.booking.maxWaiting);
  gates.set(deps, gate);
  return gate;
};

/** Books a seat of a session or a lecture for a resident whom the caller acts for. */
export const bookSeat = (
  deps: Deps,
  input: { sessionId: string; residentId: string },
  request: IdempotentRequestInfo,
): Promise<Booking> => bookSeatThrough(deps, gateOf(deps), input, request);

/** A resident's coming bookings, nearest first; authorise before. */
export async function comingBookings(
  deps: Deps,
  residentId: string,
  limit: number,
  request: Pick<RequestInfo, 'actor' | 'now'>,
): Promise<Booking[]> {
  const { actor, now } = request;
  const rows = await findBookings({ residentId, when: 'coming', today: dayOf(now), skip: 0, limit });
  return presentBookings(deps, rows, now, actor);
}

/** Bookings go by whether people came: a visit belongs to the record of the practice. */
const timedSeats = (key: 'appointments' | 'visits'): TimedStore => {
  const came = key === 'visits';
  return {
    key,
    collections: ['seats'],
    count: (_, before) => countDated(dayOf(before), came),
    remove: (_, before, limit) => forgetDated(dayOf(before), came, limit),
  };
};

/** Booking, cancelling, my bookings. */
export const bookingModule: Module = {
  feature: 'booking',
  handlers: (deps) => buildBookingHandlers(deps, gateOf(deps)),
  endService: cancelComing,
  personalData: bookingData,
  served: bookingServed,
  timedStores: [timedSeats('appointments'), timedSeats('visits')],
  personalStores: [
    {
      key: 'visits',
      collections: ['seats'],
      count: (_, { residentId }) => countSeatsOf(residentId),
      erase: (_, { residentId }) => forgetPerson(residentId),
    },
  ],
};
