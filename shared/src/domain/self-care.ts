import table from './data/self-care.json';

/** How far somebody manages one activity alone; the level is stored, since two levels of eating both score 0. */
export type SelfCareLevel = 'Independent' | 'Mild' | 'Moderate' | 'Unable';

/** The five activities with their points by level, in the order of `levels`. */
export interface SelfCareTable {
  levels: readonly SelfCareLevel[];
  levelNames: readonly string[];
  items: readonly { code: string; name: string; scores: readonly number[] }[];
  bands: readonly { code: SelfCareLevel; name: string; min: number; max: number }[];
}

/** Assessment of self-care of the elderly (国家基本公共卫生服务规范（第三版）2017 老年人生活自理能力评估表). */
export const selfCareTable = table as SelfCareTable;

/** Points and band of an assessment. */
export interface SelfCareResult {
  /** 0 to 37 points; the more, the more help is needed. */
  total: number;
  band: SelfCareLevel;
  bandName: string;
}

/**
 * The band of a number of points.
 * @throws RangeError when the table has no band for it
 */
export function selfCareBand(total: number, rules: SelfCareTable = selfCareTable): SelfCareResult {
  const band = rules.bands.find((row) => total >= row.min && total <= row.max);
  if (!band) throw new RangeError(`${total} points have no band`);
  return { total, band: band.code, bandName: band.name };
}

/**
 * Points and band of the levels by activity; undefined while an activity is missing or its level unknown.
 * @see 国家基本公共卫生服务规范（第三版）2017 老年人生活自理能力评估表
 */
export function scoreSelfCare(
  levels: Readonly<Record<string, string | undefined>>,
  rules: SelfCareTable = selfCareTable,
): SelfCareResult | undefined {
  let total = 0;
  for (const item of rules.items) {
    const score = item.scores[rules.levels.findIndex((level) => level === levels[item.code])];
    if (score === undefined) return undefined;
    total += score;
  }
  return selfCareBand(total, rules);
}
