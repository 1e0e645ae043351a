import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection, PersonalStore, TimedStore } from '../../platform/module';
import {
  countCallsBefore,
  countCallsOf,
  findCallsOf,
  forgetCallsOf,
  removeCallsBefore,
  type CallRow,
} from './call.model';
import { countCredits, deleteCredits } from './credit.model';
import { countNoticesBefore, countNoticesOf, deleteNoticesOf, removeNoticesBefore } from './notice.model';

/** What is kept of messages and calls. */
export const noticeStores: readonly PersonalStore[] = [
  {
    key: 'notices',
    collections: ['notices'],
    count: (_, { residentId, accountId }) => countNoticesOf(residentId, accountId),
    erase: (_, { residentId, accountId }) => deleteNoticesOf(residentId, accountId),
  },
  {
    key: 'notices',
    collections: ['calls'],
    count: (_, { residentId }) => countCallsOf(residentId),
    erase: (_, { residentId }) => forgetCallsOf(residentId),
  },
  {
    key: 'preferences',
    collections: ['noticeCredits'],
    count: (_, { accountId }) => countCredits(accountId),
    erase: (_, { accountId }) => deleteCredits(accountId),
  },
];

/** Messages and calls are of use for a while after the visit. */
export const timedNotices: readonly TimedStore[] = [
  {
    key: 'messages',
    collections: ['notices'],
    count: (_, before) => countNoticesBefore(before),
    remove: (_, before, limit) => removeNoticesBefore(before, limit),
  },
  {
    key: 'calls',
    collections: ['calls'],
    count: (_, before) => countCallsBefore(dayOf(before)),
    remove: (_, before, limit) => removeCallsBefore(dayOf(before), limit),
  },
];

const stateWords: Record<CallRow['state'], string> = {
  open: '还没打',
  unreached: '没打通',
  told: '已告知',
  gone: '不用打了',
};

/** When the centre telephoned the person, or meant to. */
export async function callData(_: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const calls = await findCallsOf(residentId);
  return [
    {
      key: 'calls',
      title: '中心给我打的电话',
      labels: { at: '记下时间', service: '关于', day: '日期', startTime: '时间', state: '结果', lastAt: '最后一次' },
      rows: calls.map(({ at, data, day, startTime, state, ticks }) => ({
        at: at.toISOString(),
        service: data.service ?? null,
        day,
        startTime,
        state: stateWords[state],
        lastAt: ticks.at(-1)?.at.toISOString() ?? null,
      })),
    },
  ];
}
