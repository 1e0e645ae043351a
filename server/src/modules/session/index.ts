import type { Module } from '../../platform/module';
import { reconcileSeats } from './seat.service';
import { buildSessionHandlers } from './session.router';

export { countTaken } from './seat.counts';
export {
  claimSeat,
  findBookings,
  findByIdems,
  findByKey,
  findSeat,
  stepSeat,
  violatedKey,
  type ClaimFilter,
  type DayStep,
  type SeatRow,
} from './seat.model';
export { clashMark } from './seat.edit.model';
export { cancelSeat, reconcileSeats } from './seat.service';
export { findAttended, type Attended } from './session.attended';
export { findDoctorTimes, findSession, findSessionsById, type Quota, type SessionRow } from './session.model';
export { allowedQuotas } from './session.policy';
export { stateOf } from './session.presenter';
export { callOffSession, countRemaining, openSession, type NewSession, type SessionOrigin } from './session.service';
export { findService, LECTURE_SERVICE, purposeOf, serviceName } from './session.naming';
export { findDaySessions } from './session.day';

/** Sessions and their seats. */
export const sessionModule: Module = {
  feature: 'session',
  handlers: buildSessionHandlers,
  jobs: (deps) => [
    {
      name: 'reconcileSeats',
      pattern: '*/30 * * * * *',
      leaseMs: 10_000,
      run: () => reconcileSeats(deps),
    },
  ],
};
