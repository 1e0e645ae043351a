import { addYears } from './clinic-day';

/* What the ledgers of health education hold, and what the page and the service both check before it is kept. */

/** Longest name, topic or occasion, in characters. */
export const LEDGER_WORDS_MAX = 60;
/** Most copies in one line. */
export const LEDGER_COPIES_MAX = 100_000;
/** How many years back a line may be entered. */
const LEDGER_YEARS = 5;

/** Sizes of a notice board that can be entered: square metres, and metres from the ground to its middle. */
export const boardLimits = { area: { min: 0.1, max: 100 }, height: { min: 0.3, max: 4 } } as const;

/** Kinds of materials: paper that is handed out, and films that are shown. */
export const materialSorts = { print: '印刷资料', av: '音像资料' } as const;
export type MaterialSort = keyof typeof materialSorts;

/** Lines of a material's ledger. */
export const entryKinds = { received: '进货', handed: '发放', shown: '播放' } as const;
export type EntryKind = keyof typeof entryKinds;

/** What a line of a material may be. */
export const entryKindsOf = (sort: MaterialSort): readonly EntryKind[] =>
  sort === 'print' ? ['received', 'handed'] : ['shown'];

/** What a line does to the stock. */
export const stockChange = (kind: EntryKind, copies: number): number =>
  kind === 'received' ? copies : kind === 'handed' ? -copies : 0;

/** How much there is left: `short` from the line down at which somebody should order. */
export const stockState = (stock: number, refillAt: number): 'enough' | 'short' | 'out' =>
  stock <= 0 ? 'out' : stock <= refillAt ? 'short' : 'enough';

/** Something that cannot be kept. */
export interface LedgerFault {
  field: string;
  code: string;
  text: string;
}

/** A day of the ledger is over or today, and not long past. */
export function dayFaults(field: string, day: string, today: string): LedgerFault[] {
  if (day > today) return [{ field, code: 'FUTURE', text: '还没到这一天，请选今天或以前的日期' }];
  return day < addYears(today, -LEDGER_YEARS)
    ? [{ field, code: 'TOO_OLD', text: `最早只能补记${LEDGER_YEARS}年内的` }]
    : [];
}

/** What is wrong with the time for which a board hangs. A board may have hung for long. */
export const boardFaults = (
  { since, until }: { since: string; until: string | null },
  today: string,
): LedgerFault[] => [
  ...(since > today ? [{ field: 'since', code: 'FUTURE', text: '还没到这一天，请选今天或以前的日期' }] : []),
  ...(until !== null && until < since
    ? [{ field: 'until', code: 'DAY_ORDER', text: '撤下的日期不能早于挂上的日期' }]
    : []),
  ...(until !== null && until > today ? [{ field: 'until', code: 'FUTURE', text: '还没到这一天，撤下以后再记' }] : []),
];

/** What is wrong with the day on which a board was changed. */
export const changeFaults = (
  day: string,
  { since, until }: { since: string; until: string | null },
  today: string,
): LedgerFault[] =>
  day < since || (until !== null && day > until)
    ? [{ field: 'day', code: 'NOT_HUNG', text: '这一天宣传栏没有挂着，请核对日期' }]
    : dayFaults('day', day, today);

/** A line of a material as it is entered. */
export interface EntryInput {
  kind: EntryKind;
  day: string;
  /** Last day on which it was shown; null: only the one day, or no film. */
  toDay: string | null;
  /** Null of a film. */
  copies: number | null;
}

/** What is wrong with a line of a material. */
export function entryFaults(
  sort: MaterialSort,
  { kind, day, toDay, copies }: EntryInput,
  today: string,
): LedgerFault[] {
  const faults = dayFaults('day', day, today);
  if (!entryKindsOf(sort).includes(kind)) faults.push({ field: 'kind', code: 'KIND', text: '这种资料不能这样记' });
  if ((kind === 'shown') !== (copies === null))
    faults.push({ field: 'copies', code: copies === null ? 'EMPTY' : 'NOT_ASKED', text: '请填份数' });
  if (toDay !== null && kind !== 'shown')
    faults.push({ field: 'toDay', code: 'NOT_ASKED', text: '只有播放才写到哪天' });
  else if (toDay !== null && toDay < day)
    faults.push({ field: 'toDay', code: 'DAY_ORDER', text: '结束日期不能早于开始日期' });
  else if (toDay !== null && toDay > today)
    faults.push({ field: 'toDay', code: 'FUTURE', text: '还没到这一天，放完再改' });
  return faults;
}
