import { useState } from 'react';
import { dropDraft, readDraft, writeDraft, type DraftPlace } from '@/stores/drafts';

interface KeptFormOptions<T> {
  /** Fields that are never written down, and go with the program: ID numbers, what somebody agrees to. */
  leaveOut?: readonly (keyof T)[];
  /** `session` for what tells of somebody's health. */
  place?: DraftPlace;
}

/** A form whose values outlive the page. */
export interface KeptForm<T> {
  form: T;
  set: (changes: Partial<T>) => void;
  /** Whether the form began with what was typed before; until it is sent or begun anew. */
  isRestored: boolean;
  /** Throws away what was typed. */
  startAnew: () => void;
  /** Forgets what was typed: it was sent. */
  forget: () => void;
}

const only = <T extends object>(form: T, names: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(names.map((name) => [name, form[name]])) as Partial<T>;

const without = <T extends object>(form: T, names: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name as keyof T))) as Partial<T>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whoever undoes what was typed has nothing to keep. */
function keep(place: DraftPlace, key: string, form: object, empty: object): void {
  if (isSame(form, empty)) dropDraft(place, key);
  else writeDraft(place, key, form);
}

/**
 * The values of a form. What is typed is written down at once, so that a call, a way back, a sign-in or a closed
 * window loses nothing; it goes when the form was sent, at the sign-out, and after a day.
 * @param key names page and person; another key is another draft
 * @param empty what the form begins with
 */
export function useKeptForm<T extends object>(
  key: string,
  empty: T,
  { leaveOut = [], place = 'phone' }: KeptFormOptions<T> = {},
): KeptForm<T> {
  const [first] = useState(() => ({ ...readDraft<T>(place, key), ...readDraft<T>('memory', key) }));
  const [form, setForm] = useState<T>(() => ({ ...empty, ...first }));
  const [isRestored, setRestored] = useState(Object.keys(first).length > 0);

  const forget = (): void => {
    dropDraft(place, key);
    dropDraft('memory', key);
    setRestored(false);
  };
  const set = (changes: Partial<T>): void =>
    setForm((old) => {
      const next = { ...old, ...changes };
      keep(place, key, without(next, leaveOut), without(empty, leaveOut));
      keep('memory', key, only(next, leaveOut), only(empty, leaveOut));
      return next;
    });
  const startAnew = (): void => {
    forget();
    setForm(empty);
  };
  return { form, set, isRestored, startAnew, forget };
}
