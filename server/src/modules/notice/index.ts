import type { Module } from '../../platform/module';
import { moveCalls } from './call.model';
import { countCredits, deleteCredits } from './credit.model';
import { deliverOwed } from './notice.delivery';
import { countNoticesOf, deleteNoticesOf, moveNotices } from './notice.model';
import { pushNotices } from './notice.push';
import { gatherCalls } from './call.sources';
import { buildNoticeHandlers } from './notice.router';

const EVERY_TWO_SECONDS = '*/2 * * * * *';
const EVERY_HALF_MINUTE = '*/30 * * * * *';

/** Messages, on the phone's list and to WeChat; whom to telephone; and what is next, for a resident on the home page and for staff. */
export const noticeModule: Module = {
  feature: 'notice',
  handlers: buildNoticeHandlers,
  merging: {
    async move(_, { stayId, awayId }) {
      await Promise.all([moveNotices(awayId, stayId), moveCalls(awayId, stayId)]);
      return [];
    },
  },
  personalStores: [
    {
      key: 'notices',
      count: (_, { residentId, accountId }) => countNoticesOf(residentId, accountId),
      erase: (_, { residentId, accountId }) => deleteNoticesOf(residentId, accountId),
    },
    {
      key: 'preferences',
      count: (_, { accountId }) => countCredits(accountId),
      erase: (_, { accountId }) => deleteCredits(accountId),
    },
  ],
  jobs: (deps) => [
    { name: 'deliverNotices', pattern: EVERY_TWO_SECONDS, leaseMs: 10_000, run: () => deliverOwed(deps) },
    { name: 'pushNotices', pattern: EVERY_TWO_SECONDS, leaseMs: 10_000, run: () => pushNotices(deps) },
    { name: 'gatherCalls', pattern: EVERY_HALF_MINUTE, leaseMs: 10_000, run: () => gatherCalls(deps) },
  ],
};
