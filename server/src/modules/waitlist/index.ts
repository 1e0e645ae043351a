import type { Module } from '../../platform/module';
import { countWaitingOf, deleteWaitingOf, leaveEverywhere } from '../waiting';
import { waitlistMerging } from './waitlist.merging';
import { buildWaitlistHandlers } from './waitlist.router';

/** Waiting for a seat of a full session. Its rows are those of `waiting`; seats are given out by `session`. */
export const waitlistModule: Module = {
  feature: 'waitlist',
  handlers: buildWaitlistHandlers,
  merging: waitlistMerging,
  endService: (_, { residentId }) => leaveEverywhere(residentId),
  personalStores: [
    {
      key: 'visits',
      count: (_, { residentId }) => countWaitingOf(residentId),
      erase: (_, { residentId }) => deleteWaitingOf(residentId),
    },
  ],
};
