/** What the keyboard goes through: the rows of tables and of lists, inside the page and not in a dialog. */
const ROWS = ['.ant-table-tbody > tr.ant-table-row', '.choice-list > li', '.followup-list > li']
  .map((row) => `main ${row}`)
  .join(', ');

/** Controls that use the arrow keys themselves. */
const OWN_ARROWS =
  '[role="tab"], [role="combobox"], [role="slider"], input, textarea, select, [contenteditable="true"]';

const rows = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(ROWS)].filter((row) => row.checkVisibility());

/** Whether there is a row to go to. */
export const hasRows = (): boolean => rows().length > 0;

/** The row that has the keyboard, itself or one of its buttons. */
export const activeRow = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>(ROWS) ?? null;

/**
 * Goes to the row below (1) or above (-1); from outside the rows to the first.
 * @returns false where an arrow key was meant for something else
 */
export function moveRow(event: KeyboardEvent, step: 1 | -1): boolean {
  const isArrow = event.key.startsWith('Arrow');
  const current = activeRow();
  if (isArrow && (!current || document.activeElement?.matches(OWN_ARROWS))) return false;
  const all = rows();
  const at = current ? all.indexOf(current) + step : 0;
  const next = all[Math.min(Math.max(at, 0), all.length - 1)];
  if (!next) return false;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

/**
 * Does what stands first in the row that has the keyboard: its main button, else its first link or button.
 * @returns false where no row has it
 */
export function openRow(): boolean {
  const row = activeRow();
  if (!row || row !== document.activeElement) return false;
  const control =
    row.querySelector<HTMLElement>('.ant-btn-primary:not(:disabled)') ??
    row.querySelector<HTMLElement>('a[href], button:not(:disabled)');
  control?.focus({ preventScroll: true });
  control?.click();
  return true;
}

/** The field of the page that looks for something: such fields are marked with `data-page-search`. */
export const findSearch = (): HTMLInputElement | undefined =>
  [...document.querySelectorAll<HTMLInputElement>('main [data-page-search]')].find((field) => field.checkVisibility());
