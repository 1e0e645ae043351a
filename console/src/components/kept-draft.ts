/** What was typed and not saved, kept on this machine. */
export interface KeptDraft<T> {
  /** When it was kept, ISO in UTC. */
  at: string;
  value: T;
}

const PREFIX = 'linkang.console.draft.';

/** Keeps what was typed; a full or closed storage only loses the copy. */
export function keepDraft<T>(key: string, value: T): void {
  try {
    const draft: KeptDraft<T> = { at: new Date().toISOString(), value };
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // Private windows may refuse storage; the page itself still holds the text.
  }
}

/** Reads what was kept, if it is still of the expected shape. */
export function readDraft<T>(key: string, isValue: (value: unknown) => value is T): KeptDraft<T> | null {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
    if (typeof draft !== 'object' || draft === null || !('at' in draft) || !('value' in draft)) return null;
    return typeof draft.at === 'string' && isValue(draft.value) ? { at: draft.at, value: draft.value } : null;
  } catch {
    return null;
  }
}

/** Forgets what was kept. */
export function dropDraft(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept either.
  }
}
