import { dayOf } from '@linkang/shared/domain/clinic-day';
import {
  isPlanKept,
  itemFulfilment,
  planProgress,
  type DoneRecord,
  type PlanProgress,
} from '@linkang/shared/domain/plan-progress';
import { contractYearOf, nextPlanDay } from '@linkang/shared/domain/plan-states';
import { fulfilmentRules } from '@linkang/shared/domain/tables/service-plan';
import type { Deps } from '../../platform/deps';
import type { Module, ServedEvent } from '../../platform/module';
import type { PlanRow, PlanTally } from './plan.model';

/** More services than anybody is given in the years of a contract. */
const MOST_EVENTS = 500;

/** A plan with what was done of it. */
export interface PlanStanding {
  plan: PlanRow;
  progress: PlanProgress[];
  /** What was done, by the record's id. */
  events: ReadonlyMap<string, ServedEvent>;
  tally: PlanTally;
}

/** Items of the year of the contract in which a day lies. */
export function itemsOfYear(
  plan: Pick<PlanRow, 'startDay' | 'endDay'>,
  progress: readonly PlanProgress[],
  today: string,
): PlanProgress[] {
  const { fromDay, toDay } = contractYearOf(plan.startDay, plan.endDay, today);
  return progress.filter((item) => item.fromDay >= fromDay && item.toDay <= toDay);
}

/** What was done of a plan, and how that counts. */
export function tallyOf(
  plan: Pick<PlanRow, 'startDay' | 'endDay' | 'items' | 'groups'>,
  records: readonly DoneRecord[],
  now: Date,
): { progress: PlanProgress[]; tally: PlanTally } {
  const today = dayOf(now);
  const progress = planProgress(plan.items, records, fulfilmentRules);
  const current = plan.groups.filter(({ sinceDay, untilDay }) => sinceDay <= today && (untilDay ?? today) >= today);
  return {
    progress,
    tally: {
      nextDay: nextPlanDay(progress, today),
      groups: [...new Set(current.map(({ code }) => code))],
      served: new Set(progress.flatMap(({ recordIds }) => recordIds)).size,
      ...itemFulfilment(itemsOfYear(plan, progress, today)),
      kept: isPlanKept(progress, today),
      at: now,
    },
  };
}

/** What every feature did for some people, by person; one query for each feature that serves. */
async function servedFor(
  deps: Deps,
  all: readonly Module[],
  plans: readonly PlanRow[],
  toDay: string,
): Promise<Map<string, ServedEvent[]>> {
  const byPerson = new Map<string, ServedEvent[]>(plans.map(({ residentId }) => [residentId, []]));
  const fromDay = plans.reduce((first, { startDay }) => (startDay < first ? startDay : first), toDay);
  const range = { residentIds: [...byPerson.keys()], fromDay, toDay, limit: MOST_EVENTS };
  const found = await Promise.all(all.flatMap(({ served }) => (served ? [served(deps, range)] : [])));
  for (const event of found.flat()) byPerson.get(event.residentId)?.push(event);
  return byPerson;
}

const asRecord = ({ id, day, facts }: ServedEvent): DoneRecord[] => (facts ? [{ id, day, facts }] : []);

/** How plans stand now: counted anew from what every feature did, so that nobody ticks anything twice. */
export async function standingsOf(
  deps: Deps,
  all: readonly Module[],
  plans: readonly PlanRow[],
  now: Date,
): Promise<PlanStanding[]> {
  if (plans.length === 0) return [];
  const served = await servedFor(deps, all, plans, dayOf(now));
  return plans.map((plan) => {
    const events = served.get(plan.residentId) ?? [];
    return {
      plan,
      events: new Map(events.map((event) => [event.id, event])),
      ...tallyOf(plan, events.flatMap(asRecord), now),
    };
  });
}
