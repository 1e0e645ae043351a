import type { ListedPlan, Plan, PlannedItem } from '@linkang/shared/api/plan.routes';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import type { PlanProgress } from '@linkang/shared/domain/plan-progress';
import { contractYearOf, planItemState, unitWord } from '@linkang/shared/domain/plan-states';
import type { ResidentProfile } from '../resident';
import { presentGroups } from './plan.groups';
import { itemsOfYear, type PlanStanding } from './plan.progress';

/** Times that are shown of one item. */
const MAX_SERVED = 12;

function presentItem(item: PlanProgress, { events }: PlanStanding, today: string): PlannedItem {
  const served = item.recordIds.flatMap((id) => events.get(id) ?? []);
  return {
    code: item.code,
    name: item.name,
    unit: unitWord(item.unit),
    fromDay: item.fromDay,
    toDay: item.toDay,
    quantity: item.quantity,
    done: item.done,
    served: served
      .slice(-MAX_SERVED)
      .reverse()
      .map(({ day, title }) => ({ day, title })),
    state: planItemState(item, today),
    nextDueDay: item.nextDueDay ?? null,
    minimum: item.minimum,
  };
}

/** The present year of a plan, for the person and whoever reads the record. */
export function presentPlan(standing: PlanStanding, teamName: string, today: string): Plan {
  const { plan, progress, tally } = standing;
  const year = contractYearOf(plan.startDay, plan.endDay, today);
  return {
    contractId: plan._id,
    teamName,
    startDay: plan.startDay,
    endDay: plan.endDay,
    yearFromDay: year.fromDay,
    yearToDay: year.toDay,
    groups: presentGroups(tally.groups),
    items: itemsOfYear(plan, progress, today).map((item) => presentItem(item, standing, today)),
    delivered: tally.delivered,
    promised: tally.promised,
  };
}

/** Items that are late or due soon, the first due on top. */
export const owedOf = (progress: readonly PlanProgress[], today: string): ListedPlan['owed'] =>
  progress
    .flatMap((item) => {
      const state = planItemState(item, today);
      const isOwed = (state === 'overdue' || state === 'due') && item.nextDueDay !== undefined;
      const { code, name, quantity, done } = item;
      return isOwed ? [{ code, name, quantity, done, state, dueDay: item.nextDueDay ?? today }] : [];
    })
    .sort((a, b) => a.dueDay.localeCompare(b.dueDay) || a.code.localeCompare(b.code));

/** What else a row of the list says. */
export interface ListedContext {
  person: ResidentProfile;
  communityName: string | null;
  cellName: string | null;
  teamName: string;
  today: string;
}

/** A contract in the list of staff, the name masked. */
export const presentListed = (
  { plan, progress, tally }: PlanStanding,
  { person, communityName, cellName, teamName, today }: ListedContext,
): ListedPlan => ({
  contractId: plan._id,
  residentId: plan.residentId,
  residentName: maskName(person.name),
  age: ageOn(person.birthDay, today),
  sex: person.sex,
  communityName,
  cellName,
  teamName,
  groups: presentGroups(tally.groups),
  endDay: plan.endDay,
  owed: owedOf(progress, today),
  isServed: tally.served > 0,
  delivered: tally.delivered,
  promised: tally.promised,
});
