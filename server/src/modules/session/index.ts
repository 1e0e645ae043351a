import type { Module } from '../../platform/module';
import { seatMerging } from './seat.merging';
import { reconcileSeats } from './seat.reconcile';
import { remindVisits } from './seat.reminders';
import { buildSessionHandlers } from './session.router';

export { countTaken } from './seat.counts';
export {
  findBookings,
  findByIdems,
  findByKey,
  findSeat,
  findSeats,
  findTakenOf,
  findVisits,
  seatPlace,
  stepSeat,
  violatedKey,
  type DayStep,
  type SeatRow,
} from './seat.model';
export { claimSeat, type ClaimFilter } from './seat.claim';
export { clashMark, findClashing } from './seat.edit.model';
export { findBooked, findCame, findSeatedIn, findSeatsOfPeople, type PersonsSeat } from './seat.people';
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
export {
  answerAppeal,
  appealAbsence,
  confirmAbsence,
  countedAbsences,
  findAbsences,
  undoAbsence,
} from './seat.absence';
export { countDated, countSeatsOf, forgetDated, forgetPerson } from './seat.leaving.model';
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
export { countBookingTimes, countWaits, type TimeRange } from './seat.times';
export { dropHold, findHold, holdSeat } from './seat.hold';
export { noticeOf } from './seat.notices';
export { hasFreeSeat } from './seat.pending';
export { recallFree } from './seat.recall';
export { releaseSeat } from './seat.settle';
export { heldForEntry } from './seat.waiting';
export { findAttended, type Attended } from './session.attended';
export { answerOffer, declineOffered, findUnplaced, markPhoned } from './session.offers';
export { callOffSession, loadClinicSession } from './session.suspend';
export {
  findDoctorTimes,
  findSession,
  findSessions,
  findSessionsById,
  type Quota,
  type SessionRow,
} from './session.model';
export { allowedQuotas, ELDER_AGE } from './session.policy';
export { stateOf } from './session.presenter';
export { countRemaining, openSession, presentSessions, type NewSession, type SessionOrigin } from './session.service';
export { findService, LECTURE_SERVICE, purposeOf, serviceName } from './session.naming';
export { findDaySessions } from './session.day';
export { createDemoVisits } from './session.demo';
export { listDay } from './session.roster';
export { dayQueues, forgetQueue, sessionQueue, type DayQueues, type SessionQueue } from './session.queue';

/** Sessions and their seats. */
export const sessionModule: Module = {
  feature: 'session',
  merging: seatMerging,
  handlers: buildSessionHandlers,
  jobs: (deps) => [
    {
      name: 'reconcileSeats',
      pattern: '*/30 * * * * *',
      leaseMs: 10_000,
      run: () => reconcileSeats(deps),
    },
    { name: 'remindVisits', pattern: '20 * * * * *', leaseMs: 10_000, run: () => remindVisits(deps) },
  ],
};
