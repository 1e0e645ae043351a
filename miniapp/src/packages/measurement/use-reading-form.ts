import { useState } from 'react';
import type { Measurement } from '@linkang/shared/api/measurement.routes';
import { addDays, instantOf } from '@linkang/shared/domain/clinic-day';
import type { FieldRule } from '@linkang/shared/domain/field-rules';
import { findTakenFault, takenFaults } from '@linkang/shared/domain/home-entry';
import {
  assessReading,
  checkReading,
  type HomePerson,
  type ReadingAlert,
} from '@linkang/shared/domain/home-measurement';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { useKeptForm, type KeptForm } from '@/hooks/use-kept-form';
import { makeKey } from '@/hooks/use-submit';
import { putReading } from '@/stores/readings';
import { serverNow, serverToday } from '@/stores/centre';

type Values = Measurement['values'];

/** What is typed: numbers as text, so that half a number is no fault. */
export interface ReadingForm {
  numbers: Readonly<Record<string, string>>;
  choices: Readonly<Record<string, string>>;
  signs: readonly string[];
  /** Whether something else is felt; undefined until it is said. */
  feelsBad: boolean | undefined;
  /** `0` is just now; a day back otherwise, with the time. */
  when: 'now' | 'earlier';
  daysBack: string;
  time: string;
  note: string;
}

const EMPTY: ReadingForm = {
  numbers: {},
  choices: {},
  signs: [],
  feelsBad: undefined,
  when: 'now',
  daysBack: '0',
  time: '',
  note: '',
};

/** A reading as it was put down, with what it means by the rules on this phone. */
export interface PutReading {
  key: string;
  kind: HomeKind;
  values: Values;
  alert: ReadingAlert;
}

/** Faults by the field's code; `takenAt` and `time` of when it was. */
export type ReadingFaults = Readonly<Record<string, string>>;

/** Fields of a kind that take a number, and those of which one is chosen. */
export const numberFields = (kind: HomeKind): FieldRule[] =>
  homeTables[kind].fields.filter((field) => field.kind === 'number');
export const choiceFields = (kind: HomeKind): FieldRule[] =>
  homeTables[kind].fields.filter((field) => field.kind === 'choice');

/** A number as people type it: with a blank, a full-width point, or a comma for a point. */
const readNumber = (text: string): number | undefined => {
  const clean = text.trim().replace(/[，,。．]/g, '.');
  return clean === '' ? undefined : Number(clean);
};

function valuesOf(kind: HomeKind, form: ReadingForm): Values {
  const values: Values = {};
  for (const { code } of numberFields(kind)) {
    const value = readNumber(form.numbers[code] ?? '');
    if (value !== undefined) values[code] = value;
  }
  for (const { code } of choiceFields(kind)) if (form.choices[code]) values[code] = form.choices[code];
  if (form.feelsBad && form.signs.length > 0) values['dangerSigns'] = [...form.signs];
  return values;
}

/** A time as people type it: `7:30`, `7：30`, `730`. */
export function readTime(text: string): string | undefined {
  const [, hours = '', minutes = ''] = /^(\d{1,2})[:：.点]?(\d{2})?分?$/.exec(text.trim()) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes || '0') > 59) return undefined;
  return `${hours.padStart(2, '0')}:${minutes === '' ? '00' : minutes}`;
}

function takenAtOf({ when, daysBack, time }: ReadingForm): Date | undefined {
  if (when === 'now') return serverNow();
  const clock = readTime(time);
  return clock === undefined ? undefined : instantOf(addDays(serverToday(), -Number(daysBack)), clock);
}

function faultsOf(kind: HomeKind, form: ReadingForm): ReadingFaults {
  const faults: Record<string, string> = {};
  for (const { field, text } of checkReading(homeTables[kind], valuesOf(kind, form))) faults[field] ??= text;
  const takenAt = takenAtOf(form);
  if (!takenAt) faults['takenAt'] = '请写几点量的，例如7:30';
  const taken = takenAt && findTakenFault(takenAt, serverNow());
  if (taken) faults['takenAt'] = takenFaults[taken];
  if (form.feelsBad && form.signs.length === 0) faults['dangerSigns'] = '请选出现在有哪些情况，没有就选“没有”';
  return faults;
}

/** The form by which a reading is put down; it checks and judges by the same rules as the server, without it. */
export function useReadingForm(
  kind: HomeKind,
  residentId: string,
  person: HomePerson,
): {
  form: ReadingForm;
  kept: KeptForm<ReadingForm>;
  faults: ReadingFaults;
  set: (changes: Partial<ReadingForm>) => void;
  put: PutReading | undefined;
  submit: () => boolean;
  again: () => void;
} {
  const kept = useKeptForm(`reading.${residentId}.${kind}`, EMPTY, { place: 'session' });
  const { form } = kept;
  const [isTried, setTried] = useState(false);
  const [put, setPut] = useState<PutReading>();
  const submit = (): boolean => {
    setTried(true);
    const takenAt = takenAtOf(form);
    if (!takenAt || Object.keys(faultsOf(kind, form)).length > 0) return false;
    const values = valuesOf(kind, form);
    const key = makeKey();
    // What it means is said at once, whether or not there is a network.
    setPut({ key, kind, values, alert: assessReading(homeTables[kind], values, person) });
    const note = form.note.trim();
    const body = { kind, values, takenAt: takenAt.toISOString(), ...(note === '' ? {} : { note }) };
    void putReading({ key, residentId, body });
    kept.forget();
    return true;
  };
  const again = (): void => {
    kept.startAnew();
    setTried(false);
    setPut(undefined);
  };
  return {
    form,
    kept,
    faults: isTried ? faultsOf(kind, form) : {},
    set: kept.set,
    put,
    submit,
    again,
  };
}
