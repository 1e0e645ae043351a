import type { Module } from '../../platform/module';
import { reconcileSeats } from './seat.service';
import { buildSessionHandlers } from './session.router';

export {
  claimSeat,
  countTaken,
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
export {
  callFirst,
  findCalledBy,
  findLiveOf,
  findLiveOn,
  findQueue,
  findTurnOnArrival,
  findWaitingTurns,
  type QueueRow,
} from './seat-queue.model';
export { cancelSeat, reconcileSeats } from './seat.service';
export { findSession, findSessionsById, type Quota, type SessionRow } from './session.model';
export { allowedQuotas, quotasAreOpen } from './session.policy';
export { stateOf } from './session.presenter';
export {
  callOffSession,
  countRemaining,
  findService,
  LECTURE_SERVICE,
  openSession,
  serviceName,
  type NewSession,
} from './session.service';
export { findDaySessions } from './session.day';
export { listDay } from './session.roster';
export { dayQueues, forgetQueue, sessionQueue, type DayQueues, type SessionQueue } from './session.queue';

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
