import type { ReleasedPhysical, ReportItem } from '@linkang/shared/api/physical.routes';
import type { StateWord } from '@/components/words';

/** What a report says in one word. */
export function reportWord({ counts }: Pick<ReleasedPhysical, 'counts'>): StateWord {
  if (counts.critical > 0) return { tone: 'bad', word: '有要马上处理的' };
  return counts.abnormal > 0
    ? { tone: 'wait', word: `${counts.abnormal}项要留意` }
    : { tone: 'good', word: '各项正常' };
}

/** What an item says in one word. */
export function itemWord({ verdict, direction }: Pick<ReportItem, 'verdict' | 'direction'>): StateWord {
  if (verdict === 'normal') return { tone: 'good', word: '正常' };
  if (verdict === 'recorded') return { tone: 'plain', word: '已记下' };
  const word = direction === 'low' ? '偏低' : direction === 'high' ? '偏高' : '有发现';
  return verdict === 'critical' ? { tone: 'bad', word: `${word}，要紧` } : { tone: 'wait', word };
}

/** A value of a year as a number, where it is one. */
const numberOf = (text: string): number | undefined => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined);

/** One year of an item, as long as its bar is. */
export interface YearBar {
  year: string;
  value: string;
  /** Percent of the widest. */
  width: number;
  isNormal: boolean;
}

/** The item over the years, the oldest first; empty where there is nothing to compare, or it is no number. */
export function barsOf(item: ReportItem, day: string): YearBar[] {
  const rows = [...item.earlier].reverse().concat({ day, value: item.value, verdict: item.verdict });
  const numbers = rows.map(({ value }) => numberOf(value));
  if (rows.length < 2 || numbers.some((value) => value === undefined || value < 0)) return [];
  const most = Math.max(...(numbers as number[]), Number.MIN_VALUE);
  return rows.map((row, index) => ({
    year: `${row.day.slice(0, 4)}年`,
    value: row.value,
    width: Math.round(((numbers[index] ?? 0) / most) * 100),
    isNormal: row.verdict !== 'abnormal' && row.verdict !== 'critical',
  }));
}
