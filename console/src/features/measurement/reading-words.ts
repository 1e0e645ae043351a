import type { Measurement } from '@linkang/shared/api/measurement.routes';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';

type Values = Measurement['values'];

/** How serious a reading is, as a state. */
export const levelWords = {
  normal: ['正常', 'good'],
  watch: ['留意', 'wait'],
  tellDoctor: ['告诉医生', 'wait'],
  urgent: ['要紧', 'bad'],
  emergency: ['危险', 'bad'],
} as const;

/** What was measured, in words: `182/112 mmHg`, `7.2 mmol/L 空腹`. */
export function sayValues(kind: HomeKind, values: Values): string {
  const { fields } = homeTables[kind];
  const unit = fields[0]?.unit ?? '';
  const isPressure = kind === 'bloodPressure';
  const main = isPressure ? `${String(values['sbp'])}/${String(values['dbp'])}` : String(values[fields[0]?.code ?? '']);
  const rest = fields.slice(isPressure ? 2 : 1).flatMap(({ code, name, optionNames }) => {
    const value = values[code];
    if (value === undefined) return [];
    if (Array.isArray(value)) return [`不舒服：${value.join('、')}`];
    return [optionNames?.[String(value)] ?? `${name} ${String(value)}`];
  });
  return [`${main} ${unit}`, ...rest].join('，');
}

/** The kinds as they are chosen. */
export const kindOptions = Object.values(homeTables).map(({ kind, name }) => ({ value: kind, label: name }));
