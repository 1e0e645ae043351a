/** Lists that staff may ask for as a file. */
export const exportKinds = { residents: '新登记的居民', bookings: '预约', contracts: '签约' } as const;

export type ExportKind = keyof typeof exportKinds;

/** What a file may be for. None of them is publicity: what people give for their care serves their care alone. */
export const exportPurposes = {
  followUp: { title: '随访和通知', names: true },
  handover: { title: '工作交接', names: true },
  statistics: { title: '统计上报', names: false },
  inspection: { title: '检查考核', names: false },
} as const;

export type ExportPurpose = keyof typeof exportPurposes;

/** Longest time that one file covers, in days, and its most rows. */
export const EXPORT_MAX_DAYS = 366;
export const EXPORT_MAX_ROWS = 20_000;
/** Longest reason, in characters. */
export const EXPORT_WORDS_MAX = 200;

/** What a spreadsheet would take for a formula, or for a number and lose digits of. */
const MISREAD = /^(?:[=+\-@\t\r']|\d{12,}$)/;

/** A cell of a table as a spreadsheet reads it as text; `openCell` gives it back. */
export const guardCell = (text: string): string => (MISREAD.test(text) ? `'${text}` : text);

/** What a guarded cell says. */
export const openCell = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

/** A line of a CSV file. */
export const csvLine = (cells: readonly string[]): string =>
  cells.map((cell) => `"${guardCell(cell).replaceAll('"', '""')}"`).join(',');

/** An address up to the street; nothing where no street can be told. */
export const streetOf = (address: string): string => /^.*?(?:大道|胡同|[路街巷弄])/.exec(address)?.[0] ?? '';
