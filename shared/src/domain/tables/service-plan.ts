import table from '../data/family-doctor.json';
import fulfilment from '../data/plan-fulfilment.json';
import type { FulfilmentRule } from '../plan-progress';
import type { PromisedPackage } from '../service-plan';

/** The national packages as plans are made of them (国卫基层发〔2018〕35号, 国卫基层发〔2022〕10号; the paid ones are examples). */
export const promisedPackages: readonly PromisedPackage[] = table.packages.map((row) => ({
  code: row.code,
  free: row.fee === 0,
  forGroups: row.forGroups,
  items: row.items.map((item) => ({
    code: item.code,
    name: item.name_zh,
    yearlyQuantity: item.yearlyQuantity,
    unit: item.unit,
    minimum: 'minimum' in item && item.minimum === true,
    ...('forGroups' in item && item.forGroups ? { forGroups: item.forGroups } : {}),
  })),
}));

/** Which records fulfil which item (产品规则 after 国卫基层发〔2018〕35号). */
export const fulfilmentRules = fulfilment.rules as readonly FulfilmentRule[];
