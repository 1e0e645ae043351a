import type { Module } from '../../platform/module';
import { reconcileSeats } from './seat.reconcile';
import { buildSessionHandlers } from './session.router';

export {
  claimSeat,
  countTaken,
  findBookings,
  findByIdems,
  findByKey,
  findSeat,
  findSeats,
  stepSeat,
  violatedKey,
  type Absence,
  type ClaimFilter,
  type DayStep,
  type SeatRow,
} from './seat.model';
export {
  answerAppeal,
  appealAbsence,
  confirmAbsence,
  countedAbsences,
  findAbsences,
  undoAbsence,
} from './seat.absence';
export { cancelSeat } from './seat.service';
export { reconcileSeats } from './seat.reconcile';
export {
  commitSeats,
  findTakenKeys,
  leaveFor,
  timeKeys,
  type Committed,
  type LeavingWrite,
  type Taking,
} from './seat.commit';
export { insertExtra } from './seat.extra';
export { dropHold, findHold, holdSeat } from './seat.hold';
export { noticeOf } from './seat.notices';
export { hasFreeSeat } from './seat.pending';
export { recallFree } from './seat.recall';
export { releaseSeat } from './seat.settle';
export { heldForEntry } from './seat.waiting';
export { answerOffer, declineOffered, findToPhone, markPhoned } from './session.offers';
export { callOffSession, loadClinicSession } from './session.suspend';
export { findSession, findSessionsById, LECTURE_SERVICE, type Quota, type SessionRow } from './session.model';
export { allowedQuotas, ELDER_AGE, quotasAreOpen } from './session.policy';
export { stateOf } from './session.presenter';
export { countRemaining, findService, openSession, serviceName, type NewSession } from './session.service';
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
