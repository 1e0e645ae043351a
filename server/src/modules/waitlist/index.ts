import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Module } from '../../platform/module';
import { countWaitingBefore, countWaitingOf, deleteWaitingOf, leaveEverywhere, removeWaitingBefore } from '../waiting';
import { waitlistMerging } from './waitlist.merging';
import { buildWaitlistHandlers } from './waitlist.router';

/** Waiting for a seat of a full session. Its rows are those of `waiting`; seats are given out by `session`. */
export const waitlistModule: Module = {
  feature: 'waitlist',
  handlers: buildWaitlistHandlers,
  merging: waitlistMerging,
  endService: (_, { residentId }) => leaveEverywhere(residentId),
  timedStores: [
    {
      key: 'appointments',
      collections: ['waitlist'],
      count: (_, before) => countWaitingBefore(dayOf(before)),
      remove: (_, before, limit) => removeWaitingBefore(dayOf(before), limit),
    },
  ],
  personalStores: [
    {
      key: 'visits',
      collections: ['waitlist'],
      count: (_, { residentId }) => countWaitingOf(residentId),
      erase: (_, { residentId }) => deleteWaitingOf(residentId),
    },
  ],
};
