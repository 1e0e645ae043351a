import type { Page } from 'playwright-core';

/** What the keyboard is on. */
export interface Focus {
  kind: 'text' | 'select' | 'tick' | 'button' | 'other';
  /** Its own name, or the text of its label. */
  name: string;
  /** Name of the group that it is in; empty where it is in none. */
  group: string;
}

/** Tells what the keyboard is on. */
export const focusOf = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const on = document.activeElement as HTMLElement | null;
    const name = on?.getAttribute('aria-label') ?? on?.closest('label')?.textContent ?? on?.textContent ?? '';
    const group = on?.closest('[role="group"]')?.getAttribute('aria-label') ?? '';
    const kindOf = () => {
      if (on instanceof HTMLSelectElement) return 'select';
      if (on instanceof HTMLInputElement) return on.type === 'checkbox' ? 'tick' : 'text';
      return on instanceof HTMLButtonElement ? 'button' : 'other';
    };
    return { kind: kindOf(), name: name.trim(), group } as const;
  });

/** Presses a key until the keyboard is on what is looked for. */
export async function pressUntil(page: Page, key: 'Tab' | 'Shift+Tab', isIt: (focus: Focus) => boolean): Promise<void> {
  for (let presses = 0; presses < 300; presses += 1) {
    await page.keyboard.press(key);
    if (isIt(await focusOf(page))) return;
  }
  throw new Error('the keyboard does not get there');
}
