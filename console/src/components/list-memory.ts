import { addDays, daysBetween, isDay } from '@linkang/shared/domain/clinic-day';
import { useSyncExternalStore } from 'react';
import { useAccount } from '../api/sign-in';
import { todayDay } from './words';

/** What a list is narrowed by, as it stands in the address. */
export type ListFilter = Record<string, string>;

/** A filter that somebody gave a name. */
export interface SavedFilter {
  name: string;
  filter: ListFilter;
}

/** What this machine remembers of a list for one account; days count from today on, as `today+6`. */
export interface ListMemory {
  last: ListFilter;
  saved: readonly SavedFilter[];
  /** Titles of the columns that are not shown. */
  hidden: readonly string[];
}

const PREFIX = 'linkang.console.lists.';
const NOTHING: ListMemory = { last: {}, saved: [], hidden: [] };
const DAY_FROM_TODAY = /^today([+-]\d{1,4})$/;

/** States, kinds and ids of places: words of the program, no typed text and no number of a person. */
const isKeepable = (value: string): boolean => /^[A-Za-z][\w.:-]{0,39}$|^[0-9a-f]{24}$/.test(value);

const toKept = (value: string): string | null => {
  if (!isDay(value)) return isKeepable(value) ? value : null;
  const days = daysBetween(todayDay(), value);
  return `today${days < 0 ? '' : '+'}${days}`;
};

const fromKept = (value: string): string => {
  const days = DAY_FROM_TODAY.exec(value)?.[1];
  return days === undefined ? value : addDays(todayDay(), Number(days));
};

/** Of an address what may be kept of it: the named filters alone, and of these nothing that somebody typed. */
export const keptFilter = (search: URLSearchParams, names: readonly string[]): ListFilter =>
  Object.fromEntries(
    names.flatMap((name) => {
      const kept = toKept(search.get(name) ?? '');
      return kept === null ? [] : [[name, kept]];
    }),
  );

/** The address of a kept filter, with its days counted from today; empty or beginning with `?`. */
export const searchOf = (filter: ListFilter): string => {
  const search = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, fromKept(value)])).toString();
  return search && `?${search}`;
};

/** Whether two filters ask for the same. */
export const isSameFilter = (a: ListFilter, b: ListFilter): boolean => searchOf(a) === searchOf(b);

type Memories = Readonly<Record<string, ListMemory>>;

const known = new Map<string, Memories>();
const listeners = new Set<() => void>();

function memoriesOf(accountId: string): Memories {
  const found = known.get(accountId);
  if (found) return found;
  let read: Memories = {};
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + accountId) ?? '{}');
    if (typeof value === 'object' && value !== null) read = value as Memories;
  } catch {
    // Unreadable or refused: the lists begin as they come.
  }
  known.set(accountId, read);
  return read;
}

function keep(accountId: string, memories: Memories): void {
  known.set(accountId, memories);
  try {
    localStorage.setItem(PREFIX + accountId, JSON.stringify(memories));
  } catch {
    // Private windows may refuse storage; it holds until the window is closed.
  }
  listeners.forEach((listener) => listener());
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** All lists as the signed-in account left them, by the list's name. */
export function useListMemories(): Memories {
  const accountId = useAccount()?.id ?? '';
  return useSyncExternalStore(subscribe, () => memoriesOf(accountId));
}

/** What is remembered of one list, and how to change it. */
export function useListMemory(list: string): [ListMemory, (changes: Partial<ListMemory>) => void] {
  const accountId = useAccount()?.id ?? '';
  const memory = { ...NOTHING, ...useListMemories()[list] };
  const change = (changes: Partial<ListMemory>): void => {
    const all = memoriesOf(accountId);
    keep(accountId, { ...all, [list]: { ...NOTHING, ...all[list], ...changes } });
  };
  return [memory, change];
}
