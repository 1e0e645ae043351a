import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { membershipsIn, type GroupFacts } from '@linkang/shared/domain/group-memberships';
import { freePackagesFor, planItems, type PromisedPackage } from '@linkang/shared/domain/service-plan';
import { promisedPackages } from '@linkang/shared/domain/tables/service-plan';
import type { ActiveContract } from '../contract';
import { findResidents } from '../resident';
import { groupFactsOf } from './plan.groups';
import { findPlans, insertPlans, remakePlan, type PlanContent, type PlanRow } from './plan.model';
import { tallyOf } from './plan.progress';

/**
 * A package as it was signed. Its quantities are those of that day; what it was signed for is promised to this person
 * from the first day, whatever the groups are. What an item of it is for narrows it as before.
 */
function promisedAs(signed: ActiveContract['packages'][number]): PromisedPackage {
  const known = promisedPackages.find(({ code }) => code === signed.code);
  return {
    code: signed.code,
    free: signed.priceFen === 0,
    forGroups: ['ALL'],
    items: signed.items.map(({ code, name, yearlyQuantity }) => {
      const item = known?.items.find((row) => row.code === code);
      return {
        code,
        name,
        yearlyQuantity,
        unit: item?.unit ?? 'time',
        minimum: item?.minimum ?? false,
        ...(item?.forGroups ? { forGroups: item.forGroups } : {}),
      };
    }),
  };
}

/**
 * What a contract owes.
 * @param promised packages of a plan that is made anew: what was promised once stays as it was
 */
export function makeContent(
  contract: Pick<ActiveContract, 'packages' | 'startDay' | 'endDay'>,
  person: GroupFacts,
  promised: readonly PromisedPackage[] = [],
): PlanContent {
  const { startDay, endDay } = contract;
  const groups = membershipsIn(person, startDay, endDay);
  const free = freePackagesFor(
    promisedPackages,
    groups.map(({ code }) => code),
  );
  const packages = new Map<string, PromisedPackage>();
  for (const row of [...promised, ...contract.packages.map(promisedAs), ...free])
    if (!packages.has(row.code)) packages.set(row.code, row);
  const all = [...packages.values()];
  return { packages: all, groups, items: planItems({ packages: all, groups, startDay, endDay }) };
}

function buildPlan(contract: ActiveContract, person: GroupFacts, now: Date): PlanRow {
  const { id, residentId, teamId, packages, startDay, endDay } = contract;
  const plan = {
    _id: id,
    residentId,
    teamId,
    startDay,
    endDay,
    packageVersion: createHash('sha256').update(JSON.stringify(packages)).digest('hex'),
    open: true as const,
    madeAt: now,
    ...makeContent(contract, person),
    history: [],
    rev: 0,
  };
  return { ...plan, tally: tallyOf(plan, [], now).tally };
}

/** Makes the plans that contracts lack, however many processes do it at once. @returns the plans of all of them */
export async function ensurePlans(contracts: readonly ActiveContract[], now: Date): Promise<PlanRow[]> {
  const ids = contracts.map(({ id }) => id);
  const known = await findPlans(ids);
  const missing = contracts.filter(({ id }) => !known.some((plan) => plan._id === id));
  if (missing.length === 0) return known;
  const facts = await groupFactsOf(await findResidents(missing.map(({ residentId }) => residentId)));
  await insertPlans(
    missing.flatMap((contract) => {
      const person = facts.get(contract.residentId);
      return person ? [buildPlan(contract, person, now)] : [];
    }),
  );
  return findPlans(ids);
}

/** Makes plans anew whose people came into other groups, or out of some. @returns them all, as they are now */
export async function followGroups(
  plans: readonly PlanRow[],
  contracts: readonly ActiveContract[],
  now: Date,
): Promise<PlanRow[]> {
  const facts = await groupFactsOf(await findResidents(plans.map(({ residentId }) => residentId)));
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  return Promise.all(
    plans.map(async (plan) => {
      const [contract, person] = [byId.get(plan._id), facts.get(plan.residentId)];
      if (!contract || !person) return plan;
      const made = makeContent(contract, person, plan.packages);
      if (isDeepStrictEqual(made.groups, plan.groups)) return plan;
      // Somebody else made it anew at this moment: theirs counts.
      return (await remakePlan(plan, made, now)) ?? (await findPlans([plan._id]))[0] ?? plan;
    }),
  );
}
