import { addDays, addYears, daysBetween } from './clinic-day';

/** An item as a package promises it. */
export interface PromisedItem {
  code: string;
  name: string;
  /** How often in a year; null for as often as needed, which is never counted. */
  yearlyQuantity: number | null;
  unit: string;
  /** Counts in the rate of fulfilment (履约率). */
  minimum: boolean;
  /** Narrows the package's groups. */
  forGroups?: readonly string[];
}

/** A package as plans are made of it. */
export interface PromisedPackage {
  code: string;
  free: boolean;
  /** Priority groups it is meant for; `ALL` for everyone. */
  forGroups: readonly string[];
  items: readonly PromisedItem[];
}

/** A priority group of the person, since when, and until when if it ended or will end. */
export interface Membership {
  code: string;
  sinceDay: string;
  untilDay?: string;
}

/** What a contract owes of one item in one of its years. */
export interface PlanItem {
  code: string;
  name: string;
  unit: string;
  /** First and last day on which a record fulfils it. */
  fromDay: string;
  toDay: string;
  /** How often; null for as often as needed. */
  quantity: number | null;
  minimum: boolean;
  packageCodes: readonly string[];
}

/** What a plan is made of. */
export interface PlanInput {
  packages: readonly PromisedPackage[];
  groups: readonly Membership[];
  startDay: string;
  /** Last day of the contract. */
  endDay: string;
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

/** Months in force, a started one counted, at most 12. */
export function monthsInForce(fromDay: string, toDay: string): number {
  const [fromYear, fromMonth, fromDate] = fromDay.split('-').map(Number) as [number, number, number];
  const [toYear, toMonth, toDate] = toDay.split('-').map(Number) as [number, number, number];
  return Math.min(12, (toYear - fromYear) * 12 + (toMonth - fromMonth) + (toDate >= fromDate ? 1 : 0));
}

/** The free packages that the person's groups bring; nobody has to choose them. */
export const freePackagesFor = (packages: readonly PromisedPackage[], groups: readonly string[]): PromisedPackage[] =>
  packages.filter(({ free, forGroups }) => free && ['ALL', ...groups].some((code) => forGroups.includes(code)));

/** First and last day of something. */
interface Days {
  fromDay: string;
  toDay: string;
}

/** The days of a year on which one of the groups is the person's; undefined when none is. */
function daysIn(forGroups: readonly string[], groups: readonly Membership[], year: Days): Days | undefined {
  if (forGroups.includes('ALL')) return year;
  const days = groups
    .filter(({ code }) => forGroups.includes(code))
    .map(({ sinceDay, untilDay = year.toDay }) => ({
      fromDay: later(sinceDay, year.fromDay),
      toDay: earlier(untilDay, year.toDay),
    }))
    .filter(({ fromDay, toDay }) => fromDay <= toDay);
  const [first, ...others] = days;
  if (!first) return undefined;
  return others.reduce(
    (all, row) => ({ fromDay: earlier(all.fromDay, row.fromDay), toDay: later(all.toDay, row.toDay) }),
    first,
  );
}

/** The years of a contract, counted from its start; the last may be cut off. */
function contractYears(startDay: string, endDay: string): Days[] {
  const years: Days[] = [];
  for (let year = 0; addYears(startDay, year) <= endDay; year += 1) {
    years.push({
      fromDay: addYears(startDay, year),
      toDay: earlier(addDays(addYears(startDay, year + 1), -1), endDay),
    });
  }
  return years;
}

/** An item of several packages becomes one. */
function merged(rows: readonly PlanItem[]): PlanItem[] {
  const byCode = new Map<string, PlanItem>();
  for (const row of rows) {
    const known = byCode.get(row.code);
    if (!known) byCode.set(row.code, row);
    else
      byCode.set(row.code, {
        ...known,
        fromDay: earlier(known.fromDay, row.fromDay),
        toDay: later(known.toDay, row.toDay),
        quantity: known.quantity === null ? row.quantity : Math.max(known.quantity, row.quantity ?? 0),
        minimum: known.minimum || row.minimum,
        packageCodes: [...known.packageCodes, ...row.packageCodes],
      });
  }
  return [...byCode.values()];
}

/** What one package owes in one year. */
const owedBy = (bundle: PromisedPackage, groups: readonly Membership[], year: Days): PlanItem[] =>
  bundle.items.flatMap(({ code, name, unit, minimum, yearlyQuantity, forGroups }) => {
    const days = daysIn(forGroups ?? bundle.forGroups, groups, year);
    if (!days) return [];
    const months = monthsInForce(days.fromDay, days.toDay);
    const quantity = yearlyQuantity === null ? null : Math.ceil((yearlyQuantity * months) / 12);
    return [{ code, name, unit, ...days, quantity, minimum, packageCodes: [bundle.code] }];
  });

/**
 * What a contract owes, year by year. Of an item in several packages the greatest quantity counts, since one service
 * serves them all; a year of which somebody was in a group only a part owes `ceil(quantity × months in force ÷ 12)`.
 * @see 国卫基层发〔2018〕35号 履约; the share of a part year is 产品规则
 */
export const planItems = ({ packages, groups, startDay, endDay }: PlanInput): PlanItem[] =>
  contractYears(startDay, endDay).flatMap((year) => merged(packages.flatMap((bundle) => owedBy(bundle, groups, year))));

/** The day by which the n-th time of an item is due: its times are spread evenly over its days. */
export function planDueDay(item: Pick<PlanItem, 'fromDay' | 'toDay' | 'quantity'>, nth: number): string {
  const days = daysBetween(item.fromDay, item.toDay) + 1;
  return addDays(item.fromDay, Math.ceil((days * nth) / (item.quantity ?? 1)) - 1);
}
