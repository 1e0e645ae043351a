import { whenCalm } from '../../platform/calm';
import type { Module } from '../../platform/module';
import { moveCalls } from './call.model';
import { deliverOwed } from './notice.delivery';
import { callData, noticeStores, timedNotices } from './notice.leaving';
import { moveNotices } from './notice.model';
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
  personalData: callData,
  personalStores: noticeStores,
  timedStores: timedNotices,
  jobs: (deps) => [
    {
      name: 'deliverNotices',
      pattern: EVERY_TWO_SECONDS,
      leaseMs: 10_000,
      run: () => whenCalm(() => deliverOwed(deps)),
    },
    { name: 'pushNotices', pattern: EVERY_TWO_SECONDS, leaseMs: 10_000, run: () => whenCalm(() => pushNotices(deps)) },
    { name: 'gatherCalls', pattern: EVERY_HALF_MINUTE, leaseMs: 10_000, run: () => whenCalm(() => gatherCalls(deps)) },
  ],
};
