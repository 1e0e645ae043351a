import type { Module } from '../../platform/module';
import { deliverOwed } from './notice.delivery';
import { pushNotices } from './notice.push';
import { buildNoticeHandlers } from './notice.router';

const EVERY_TWO_SECONDS = '*/2 * * * * *';

/** Messages, on the phone's list and to WeChat; and what is next, for a resident on the home page and for staff. */
export const noticeModule: Module = {
  feature: 'notice',
  handlers: buildNoticeHandlers,
  jobs: (deps) => [
    { name: 'deliverNotices', pattern: EVERY_TWO_SECONDS, leaseMs: 10_000, run: () => deliverOwed(deps) },
    { name: 'pushNotices', pattern: EVERY_TWO_SECONDS, leaseMs: 10_000, run: () => pushNotices(deps) },
  ],
};
