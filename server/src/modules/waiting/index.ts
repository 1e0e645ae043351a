/**
 * The rows of the waiting list. They stand apart from its stories in `waitlist`, which need sessions, because
 * `session` asks for the first in line whenever a seat is settled.
 */
export {
  askFirst,
  closeOffered,
  countBefore,
  countWaiting,
  countWaitingBefore,
  countWaitingOf,
  deleteWaitingOf,
  expireWaiting,
  findOffered,
  findOpenEntry,
  findWaiting,
  findWaitingOf,
  findWaitings,
  findWaitingTwice,
  insertWaitingOnce,
  isWantedBySomebody,
  leaveEverywhere,
  leaveWaiting,
  moveWaiting,
  offerToHead,
  removeWaitingBefore,
  sessionsWaitedFor,
  somebodyWaits,
  waitOn,
  type WaitingRow,
} from './waiting.model';
