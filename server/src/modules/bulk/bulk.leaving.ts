import { dayOf } from '@linkang/shared/domain/clinic-day';
import { errorCatalogue } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection, PersonalStore, TimedStore } from '../../platform/module';
import { serviceName } from '../session';
import { countRunsBefore, countRunsOf, findOutcomesOf, findRunsOf, forgetInRuns, removeRunsBefore } from './bulk.model';

/** Being asked to a building's day is a part of the booking that came of it. */
export const bulkStore: PersonalStore = {
  key: 'visits',
  collections: ['bulkRuns', 'bulkOutcomes'],
  count: (_, { residentId }) => countRunsOf(residentId),
  erase: (_, { residentId }) => forgetInRuns(residentId),
};

/** Runs go with the bookings that nobody came to. */
export const timedRuns: TimedStore = {
  key: 'appointments',
  collections: ['bulkRuns', 'bulkOutcomes'],
  count: (_, before) => countRunsBefore(dayOf(before)),
  remove: (_, before, limit) => removeRunsBefore(dayOf(before), limit),
};

/** The building's days for which somebody booked the person. */
export async function bulkData(deps: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const [runs, outcomes] = await Promise.all([findRunsOf(residentId), findOutcomesOf(residentId)]);
  const byRun = new Map(outcomes.map((row) => [row.runId, row]));
  return [
    {
      key: 'buildingDays',
      title: '中心替整楼居民约号时约了我',
      labels: { at: '时间', service: '项目', fromDay: '从', toDay: '到', result: '结果' },
      rows: runs.map(({ _id, createdAt, serviceCode, fromDay, toDay }) => {
        const outcome = byRun.get(_id);
        const refusal = outcome?.cause === undefined ? null : errorCatalogue[outcome.cause].title;
        return {
          at: createdAt.toISOString(),
          service: serviceName(deps, serviceCode),
          fromDay,
          toDay,
          result: outcome?.seatId === undefined ? refusal : '约上了',
        };
      }),
    },
  ];
}
