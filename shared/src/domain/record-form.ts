import type { Confidence, ProgrammeCode } from './chronic-table';
import { yearOf } from './clinic-day';
import { checkForm, valueFault, type FieldRule, type FieldValue, type ValueFault } from './field-rules';

/** Parts of a record that are signed one by one. */
export type EntryKind =
  | 'basics'
  | 'allergies'
  | 'exposures'
  | 'illnesses'
  | 'operations'
  | 'injuries'
  | 'transfusions'
  | 'family'
  | 'disability'
  | 'living'
  | 'sensitive';

/** Groups that staff mark by hand; those that follow from age or enrolment are computed. */
export type RecordTag =
  'Disabled' | 'Dependent' | 'LivesAlone' | 'Pregnant' | 'OutOfPoverty' | 'LowIncome' | 'Veteran' | 'Migrant';

/** Why a record is closed. */
export type ClosingReason = 'death' | 'moved' | 'lost';

/** The longest words beside a closing or a reopening. */
export const RECORD_WORDS_MAX = 200;

/** Diseases of a programme that a record can know of. */
export type KnownDisease = Exclude<ProgrammeCode, 'SMI'>;

/** A part of the form: one sheet of fields, or rows of the same fields. */
export interface FormSection {
  kind: EntryKind;
  name: string;
  /** Its name for the person. */
  plain: string;
  fields?: readonly FieldRule[];
  rowFields?: readonly FieldRule[];
  rowsMax?: number;
  /** An option that asks for words beside it. */
  needs?: readonly { field: string; option: string; text: string }[];
  /** Which disease of a programme an option means. */
  programmes?: readonly { field: string; option: string; programme: KnownDisease; confidence: Confidence }[];
  /** Only for the person, who treats them, and staff with the right. */
  restricted?: boolean;
}

/** What a record is made of. */
export interface RecordForm {
  sections: readonly FormSection[];
  tags: readonly { code: RecordTag; name: string }[];
  closings: readonly { code: ClosingReason; name: string }[];
}

/** Values of a sheet or of one row, by the field's code. */
export type EntryValues = Readonly<Record<string, FieldValue>>;

/** What one version of a part says: a sheet, or rows; no rows at all means that there is nothing of the kind. */
export interface EntryContent {
  values: EntryValues;
  rows: readonly EntryValues[];
}

/** A refused value; of a row with its number from 0 on. */
export interface EntryFault extends ValueFault {
  row?: number;
}

/** The section of a kind. @throws RangeError for a kind that the form does not have */
export function sectionOf(form: RecordForm, kind: EntryKind): FormSection {
  const section = form.sections.find((one) => one.kind === kind);
  if (!section) throw new RangeError(`the form has no section "${kind}"`);
  return section;
}

/** No year lies after this one. */
const untilYear = (fields: readonly FieldRule[], year: number): FieldRule[] =>
  fields.map((field) => (field.code === 'year' ? { ...field, max: year } : field));

const chose = (value: FieldValue | undefined, option: string): boolean =>
  Array.isArray(value) ? value.includes(option) : value === option;

const hasText = (value: FieldValue | undefined): boolean => typeof value === 'string' && value.trim() !== '';

function needFaults({ needs = [] }: FormSection, fields: readonly FieldRule[], values: EntryValues): ValueFault[] {
  const missing = needs.filter(({ field, option, text }) => chose(values[field], option) && !hasText(values[text]));
  return [...new Set(missing.map(({ text }) => text))].map((text) => {
    const name = fields.find(({ code }) => code === text)?.name ?? text;
    return valueFault(text, 'MISSING', `选了“其他”，请写下${name}。`);
  });
}

const monthFault = (values: EntryValues): ValueFault[] =>
  values['month'] !== undefined && values['year'] === undefined
    ? [valueFault('year', 'MISSING', '填了月份，请把年份也填上。')]
    : [];

function sheetFaults(section: FormSection, fields: readonly FieldRule[], values: EntryValues): ValueFault[] {
  const faults = [...checkForm(fields, [], values), ...needFaults(section, fields, values), ...monthFault(values)];
  return faults.filter(({ field }, index) => faults.findIndex((other) => other.field === field) === index);
}

function rowsFaults(section: FormSection, rows: readonly EntryValues[], year: number): EntryFault[] {
  const { name, rowFields = [], rowsMax = 0 } = section;
  const fields = untilYear(rowFields, year);
  if (rows.length > rowsMax) return [valueFault('rows', 'TOO_LONG', `${name}最多填${rowsMax}行。`)];
  return rows.flatMap((row, index) => sheetFaults(section, fields, row).map((fault) => ({ ...fault, row: index })));
}

/**
 * Every fault of what one part says: the same rule for the console and the server.
 * @param today no illness or operation is of a year after it
 */
export function checkEntry(section: FormSection, { values, rows }: EntryContent, today: string): EntryFault[] {
  const year = yearOf(today);
  if (section.rowFields) {
    const stray = Object.keys(values).map((code) =>
      valueFault(code, 'UNKNOWN_FIELD', '表里没有这一项，请刷新后重填。'),
    );
    return [...stray, ...rowsFaults(section, rows, year)];
  }
  if (rows.length > 0) return [valueFault('rows', 'UNKNOWN_FIELD', '表里没有这一项，请刷新后重填。')];
  return sheetFaults(section, untilYear(section.fields ?? [], year), values);
}

/** What was entered as it is kept: without empty fields and outer blanks, in the order of the form. */
export function cleanEntry(section: FormSection, { values, rows }: EntryContent): EntryContent {
  const clean = (fields: readonly FieldRule[], sheet: EntryValues): EntryValues =>
    Object.fromEntries([
      ...fields.flatMap(({ code }) => tidy(code, sheet[code])),
      ...Object.entries(sheet).filter(([code]) => !fields.some((field) => field.code === code)),
    ]);
  return {
    values: clean(section.fields ?? [], values),
    rows: rows.map((row) => clean(section.rowFields ?? [], row)),
  };
}

function tidy(code: string, value: FieldValue | undefined): [string, FieldValue][] {
  const kept = typeof value === 'string' ? value.trim() : value;
  return kept === undefined || kept === '' || (Array.isArray(kept) && kept.length === 0) ? [] : [[code, kept]];
}

/** A value in words. */
export function sayValue(field: FieldRule, value: FieldValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'string' || typeof value === 'number') return `${value}${field.unit ?? ''}`;
  return value.join('、');
}

/** A row in words, such as 高血压，2015年3月. */
export function sayRow(fields: readonly FieldRule[], row: EntryValues): string {
  const words = fields
    .filter(({ code }) => code !== 'year' && code !== 'month')
    .map((field) => sayValue(field, row[field.code]))
    .filter((text) => text !== '');
  const { year, month } = row;
  const when = typeof year === 'number' ? `${year}年${typeof month === 'number' ? `${month}月` : ''}` : '';
  return [...words, ...(when ? [when] : [])].join('，');
}

/** What one part says, line by line with names; rows have none. */
export function sayEntry(section: FormSection, { values, rows }: EntryContent): { name: string; text: string }[] {
  const { fields = [], rowFields } = section;
  if (rowFields)
    return rows.length ? rows.map((row) => ({ name: '', text: sayRow(rowFields, row) })) : [{ name: '', text: '无' }];
  return fields
    .filter(({ code }) => values[code] !== undefined)
    .map((field) => ({ name: field.name, text: sayValue(field, values[field.code]) }));
}

/** Which diseases of a programme somebody has had. */
export const diseasesIn = ({ programmes = [] }: FormSection, { rows }: EntryContent): KnownDisease[] =>
  programmes.filter(({ field, option }) => rows.some((row) => row[field] === option)).map(({ programme }) => programme);
