import type { ExamValue } from '@linkang/shared/domain/exam-table';

/** What is to stand at an item: a value, why it was not done, or nothing. */
export interface Content {
  value?: ExamValue;
  refused?: string;
}

const keyOf = (id: string): string => `linkang.console.physical.${id}`;

/** Reads what was typed and not saved before the page was loaded anew; it lives as long as the tab. */
export function readUnsaved(id: string): Record<string, Content> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(id)) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, Content>) : {};
  } catch {
    return {};
  }
}

/** Keeps what is not saved yet; nothing is left once everything is. */
export function keepUnsaved(id: string, contents: Readonly<Record<string, Content>>): void {
  try {
    if (Object.keys(contents).length === 0) sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), JSON.stringify(contents));
  } catch {
    // A full or closed storage only loses the copy; the page itself still holds what was typed.
  }
}
