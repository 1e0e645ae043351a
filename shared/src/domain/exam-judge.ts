import type {
  Band,
  CriticalLimits,
  ExamItem,
  ExamPerson,
  ExamTable,
  ExamValue,
  FindingValue,
  LevelsValue,
  PairValue,
  PartsValue,
  Range,
} from './exam-table';
import { scoreSelfCare } from './self-care';

/** What a value is: `recorded` where there is nothing to judge, as with symptoms or habits. */
export type Verdict = 'normal' | 'abnormal' | 'critical' | 'recorded';

/** In which way a value is not normal. */
export type Direction = 'low' | 'high' | 'finding';

/** The judgement of one value. */
export interface Judgement {
  code: string;
  verdict: Verdict;
  direction?: Direction;
  /** The step within the abnormal, for the doctor. */
  band?: string;
  /** One sentence in plain words for the person. */
  sentence: string;
}

/** The verdict without words. */
type Mark = Pick<Judgement, 'verdict' | 'direction'>;

/** The range that holds for a person: by age, then by sex; undefined where the item has none. */
export function referenceOf(
  table: ExamTable,
  item: ExamItem,
  person: Pick<ExamPerson, 'sex' | 'age'>,
): Range | undefined {
  const elderly = item.referenceElderly;
  const isElderly = elderly !== undefined && person.age >= (elderly.ageFrom ?? table.elderlyFromAge);
  const reference = isElderly ? elderly : item.referenceAdult;
  return reference?.[person.sex] ?? reference;
}

/** A range in words: `3.9到6.1以下`. */
export function sayRange(range: Range): string {
  if (range.equals !== undefined) return range.equals === '-' ? '阴性' : range.equals;
  const upper = range.maxExclusive ?? range.max;
  const below = range.maxExclusive === undefined ? '' : '以下';
  if (range.min !== undefined && upper !== undefined) return `${range.min}到${upper}${below}`;
  if (range.min !== undefined) return `不低于${range.min}`;
  return range.maxExclusive === undefined ? `不高于${upper}` : `低于${upper}`;
}

function criticalSide(limits: CriticalLimits | undefined, value: number): Direction | undefined {
  if (!limits) return undefined;
  const { low = -Infinity, lowInclusive = -Infinity, high = Infinity, highInclusive = Infinity } = limits;
  if (value < low || value <= lowInclusive) return 'low';
  return value > high || value >= highInclusive ? 'high' : undefined;
}

function markNumber(item: ExamItem, range: Range | undefined, value: number): Mark {
  const critical = criticalSide(item.critical, value);
  if (critical) return { verdict: 'critical', direction: critical };
  if (!range) return { verdict: 'recorded' };
  if (range.min !== undefined && value < range.min) return { verdict: 'abnormal', direction: 'low' };
  const isHigh =
    (range.max !== undefined && value > range.max) || (range.maxExclusive !== undefined && value >= range.maxExclusive);
  return isHigh ? { verdict: 'abnormal', direction: 'high' } : { verdict: 'normal' };
}

function markOrdinal(item: ExamItem, range: Range | undefined, value: string): Mark {
  const rank = (option: string | undefined): number => item.options?.indexOf(option ?? '') ?? -1;
  const atLeast = item.critical?.ordinalAtLeast;
  if (atLeast !== undefined && rank(value) >= rank(atLeast)) return { verdict: 'critical', direction: 'high' };
  if (range?.equals === undefined) return { verdict: 'recorded' };
  return rank(value) > rank(range.equals) ? { verdict: 'abnormal', direction: 'high' } : { verdict: 'normal' };
}

function markFinding(value: FindingValue): Mark {
  if (value.normal) return { verdict: 'normal' };
  return { verdict: value.urgent ? 'critical' : 'abnormal', direction: 'finding' };
}

function markParts(item: ExamItem, value: PartsValue): Mark {
  const isNormal = (item.parts ?? []).every((part) =>
    [value[part.code] ?? []].flat().every((v) => part.normal.includes(v)),
  );
  return isNormal ? { verdict: 'normal' } : { verdict: 'abnormal', direction: 'finding' };
}

const bandOf = (bands: readonly Band[] | undefined, value: number): string | undefined =>
  bands?.find((row) => value >= (row.min ?? -Infinity) && value < (row.maxExclusive ?? Infinity))?.say;

/** What follows an abnormal or critical value, for the person. */
function adviceOf(item: ExamItem, { verdict, direction }: Mark): string {
  if (verdict === 'critical') {
    const urgent = direction === 'low' ? item.urgentLow : direction === 'high' ? item.urgentHigh : undefined;
    return urgent ?? item.urgent ?? '有危险，请马上联系医生；难受就打120。';
  }
  const advice = direction === 'low' ? item.adviceLow : direction === 'high' ? item.adviceHigh : undefined;
  return advice ?? item.advice ?? '请听医生讲一讲，看要不要复查。';
}

/** What follows a judged value, for the person; undefined where nothing does. */
export const adviceFor = (item: ExamItem, judgement: Judgement): string | undefined =>
  judgement.verdict === 'normal' || judgement.verdict === 'recorded' ? undefined : adviceOf(item, judgement);

const nameOf = (item: ExamItem): string => (item.about ? `${item.plain}（${item.about}）` : item.plain);

/** `血红蛋白（看贫血）98，偏低，正常是130到175。请听医生讲一讲，看要不要复查。` */
function sayNumber(item: ExamItem, shown: string, mark: Mark, range: Range | undefined): string {
  const said = `${nameOf(item)}${shown}`;
  if (mark.verdict === 'recorded') return `${said}。`;
  if (mark.verdict === 'normal') return `${said}，正常。`;
  const much = mark.verdict === 'critical' ? '太' : '偏';
  const normal = range && mark.verdict === 'abnormal' ? `，正常是${sayRange(range)}` : '';
  return `${said}，${much}${mark.direction === 'low' ? '低' : '高'}${normal}。${adviceOf(item, mark)}`;
}

function sayFound(item: ExamItem, shown: string, mark: Mark): string {
  const said = `${nameOf(item)}：${shown}`;
  if (mark.verdict === 'normal' || mark.verdict === 'recorded') return `${said}。`;
  return `${said}。${adviceOf(item, mark)}`;
}

const judged = (item: ExamItem, mark: Mark, sentence: string, band?: string): Judgement => ({
  code: item.code,
  ...mark,
  ...(band === undefined ? {} : { band }),
  sentence,
});

const weightOf = (mark: Mark): number => ['recorded', 'normal', 'abnormal', 'critical'].indexOf(mark.verdict);

function judgePair(table: ExamTable, item: ExamItem, value: PairValue, range: Range | undefined): Judgement {
  const [left, right] = [markNumber(item, range, value.left), markNumber(item, range, value.right)];
  const worse = weightOf(right) > weightOf(left) ? right : left;
  const shown = `左${value.left}、右${value.right}${table.unitWords[item.unit] ?? ''}`;
  const band = bandOf(item.bands, Math.min(value.left, value.right));
  return judged(item, worse, sayNumber(item, shown, worse, range), band);
}

function judgeSelfCare(item: ExamItem, value: LevelsValue, range: Range | undefined): Judgement {
  const result = scoreSelfCare(value);
  if (!result) throw new RangeError(`${item.code} is not complete`);
  const mark = markNumber(item, range, result.total);
  return judged(item, mark, sayFound(item, `${result.bandName}（${result.total}分）`, mark));
}

const sayParts = (item: ExamItem, value: PartsValue): string =>
  (item.parts ?? []).map(({ code, name }) => `${name}${[value[code] ?? []].flat().join('、')}`).join('，');

function judgeChoice(item: ExamItem, value: string): Judgement {
  const { abnormalOptions } = item;
  const isFound = abnormalOptions?.includes(value);
  const mark: Mark = isFound
    ? { verdict: 'abnormal', direction: 'finding' }
    : { verdict: abnormalOptions ? 'normal' : 'recorded' };
  return judged(item, mark, sayFound(item, value, mark));
}

function judgeFinding(item: ExamItem, value: FindingValue): Judgement {
  const mark = markFinding(value);
  return judged(item, mark, sayFound(item, value.normal ? '没有发现异常' : (value.text ?? '异常'), mark));
}

function judgeOrdinal(item: ExamItem, value: string, range: Range | undefined): Judgement {
  const mark = markOrdinal(item, range, value);
  return judged(item, mark, sayFound(item, value === '-' ? '阴性，正常' : value, mark));
}

/**
 * Judges one value: critical limits before the reference range, the laboratory's own range before the table's.
 * @param value checked by `checkExamValue`; for computed items the computed number
 * @param labRange the range printed on the laboratory's report, if it had one
 * @throws RangeError when a score is not complete
 * @see each item's `source` (国家基本公共卫生服务规范（第三版）2017, WS/T 404, WS/T 405, WS/T 428)
 */
export function judge(
  table: ExamTable,
  item: ExamItem,
  value: ExamValue,
  person: Pick<ExamPerson, 'sex' | 'age'>,
  labRange?: Range,
): Judgement {
  const range = labRange ?? referenceOf(table, item, person);
  switch (item.valueType) {
    case 'number':
    case 'computed': {
      const mark = markNumber(item, range, value as number);
      const shown = `${value as number}${table.unitWords[item.unit] ?? ''}`;
      return judged(item, mark, sayNumber(item, shown, mark, range), bandOf(item.bands, value as number));
    }
    case 'number2':
      return judgePair(table, item, value as PairValue, range);
    case 'ordinal':
      return judgeOrdinal(item, value as string, range);
    case 'choice':
      return judgeChoice(item, value as string);
    case 'finding':
      return judgeFinding(item, value as FindingValue);
    case 'score':
      return judgeSelfCare(item, value as LevelsValue, range);
    case 'composite': {
      const mark = markParts(item, value as PartsValue);
      return judged(item, mark, sayFound(item, sayParts(item, value as PartsValue), mark));
    }
    case 'multi':
    case 'list':
    case 'link':
      return { code: item.code, verdict: 'recorded', sentence: `${item.plain}已经记下。` };
  }
}
