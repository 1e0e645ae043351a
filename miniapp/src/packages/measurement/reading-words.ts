import type { Measurement } from '@linkang/shared/api/measurement.routes';
import { homeKinds } from '@linkang/shared/domain/home-entry';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import type { Tone } from '@/components/tag';

/** The kinds as they are chosen. */
export const kindItems = homeKinds.map((value) => ({ value, title: homeTables[value].name }));

/** The kind that an address names; blood pressure otherwise. */
export const kindOf = (text: string): HomeKind => homeKinds.find((kind) => kind === text) ?? 'bloodPressure';

/** How serious a reading is, by colour and icon of a tag. */
export const levelTones: Readonly<Record<Measurement['meaning']['level'], Tone>> = {
  normal: 'good',
  watch: 'wait',
  tellDoctor: 'wait',
  urgent: 'bad',
  emergency: 'bad',
};

type Values = Measurement['values'];

/** The value in large figures: `182/112`. */
export function sayMain(kind: HomeKind, values: Values): string {
  if (kind === 'bloodPressure') return `${String(values['sbp'])}/${String(values['dbp'])}`;
  const code = homeTables[kind].fields[0]?.code ?? '';
  return String(values[code]);
}

/** Its unit. */
export const unitOf = (kind: HomeKind): string => homeTables[kind].fields[0]?.unit ?? '';

/** What stands beside it: the pulse, the moment, what the person felt. */
export function sayRest(kind: HomeKind, values: Values): string {
  const parts = homeTables[kind].fields.slice(kind === 'bloodPressure' ? 2 : 1).flatMap((field) => {
    const value = values[field.code];
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.length ? [value.join('、')] : [];
    return [field.optionNames?.[String(value)] ?? `${field.name}${String(value)}`];
  });
  return parts.join('，');
}

/** Everything in one sentence, to be read aloud. */
export const sayReading = (kind: HomeKind, values: Values): string =>
  kind === 'bloodPressure'
    ? `高压${String(values['sbp'])}，低压${String(values['dbp'])}。`
    : `${homeTables[kind].name}${sayMain(kind, values)}。`;
