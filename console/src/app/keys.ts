import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';

interface KeyWords {
  /** As tinykeys wants them; each does the same. */
  keys: readonly string[];
  /** As they stand on the keyboard. */
  shown: string;
  /** What happens, in a few words. */
  words: string;
  /** Where it stands in the sheet of keys. */
  group: 'everywhere' | 'list' | 'page';
  /** Works while a field has the cursor too: keys that type nothing and that no input method takes. */
  whileTyping?: true;
  /** May be held down. */
  repeats?: true;
}

/** All keys of the console beside those that go to pages; the sheet of keys is made of it. */
export const keyTable = {
  help: { keys: ['?', 'Shift+?'], shown: '?', words: '看这一页能用哪些键', group: 'everywhere' },
  leave: {
    keys: ['Escape'],
    shown: 'Esc',
    words: '离开输入框或选中的行，关掉弹出的窗口',
    group: 'everywhere',
    whileTyping: true,
  },
  search: { keys: ['/'], shown: '/', words: '把光标放进查找框', group: 'page' },
  down: { keys: ['j', 'ArrowDown'], shown: 'j 或 ↓', words: '下一行', group: 'list', repeats: true },
  up: { keys: ['k', 'ArrowUp'], shown: 'k 或 ↑', words: '上一行', group: 'list', repeats: true },
  open: { keys: ['Enter'], shown: '回车', words: '打开选中的行，或办下一步', group: 'list' },
  checkIn: { keys: ['c'], shown: 'c', words: '给选中的人签到；没选中人就去扫码', group: 'page' },
  callNext: { keys: ['F2'], shown: 'F2', words: '叫下一位', group: 'page', whileTyping: true },
  recall: { keys: ['F4'], shown: 'F4', words: '重呼正在叫的人', group: 'page', whileTyping: true },
  skip: { keys: ['F8'], shown: 'F8', words: '正在叫的人过号', group: 'page', whileTyping: true },
  finish: { keys: ['F9'], shown: 'F9', words: '正在叫的人看完了', group: 'page', whileTyping: true },
} satisfies Record<string, KeyWords>;

/** A key of the table. */
export type KeyName = keyof typeof keyTable;

/** What a key does; `false` says that it was not meant, and the browser goes on with it. */
export type KeyAction = (event: KeyboardEvent) => boolean | void;

/** Letters that follow `g` wait so long for it, in milliseconds. */
const GO_WAIT_MS = 1000;

const DIALOGS = '[role="dialog"], [role="alertdialog"], dialog[open]';
const CHOICES = ['button', 'checkbox', 'radio', 'submit', 'reset', 'file', 'range', 'color'];

/** Whether a dialog or drawer lies over the page. */
export const isDialogOpen = (): boolean =>
  [...document.querySelectorAll(DIALOGS)].some((dialog) => dialog.checkVisibility());

/** Whether keys that are pressed there become text. */
export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !CHOICES.includes(target.type)));

let goneAtMs = -GO_WAIT_MS;

/** Whether the press before this one was the `g` that goes to a page. */
const isGoing = ({ timeStamp }: KeyboardEvent): boolean => timeStamp !== goneAtMs && timeStamp - goneAtMs < GO_WAIT_MS;

const isFree = (event: KeyboardEvent, { whileTyping, repeats }: Pick<KeyWords, 'whileTyping' | 'repeats'>): boolean =>
  !event.defaultPrevented &&
  (!event.repeat || repeats === true) &&
  (whileTyping === true || !isField(event.target)) &&
  !isDialogOpen();

const press = (event: KeyboardEvent, words: KeyWords, action: KeyAction | undefined): void => {
  if (!action || !isFree(event, words) || isGoing(event)) return;
  if (action(event) !== false) event.preventDefault();
};

const valid = new Map<KeyName, number>();

/** The keys of the table that do something on the page as it is now. */
export const validKeys = (): KeyName[] =>
  (Object.keys(keyTable) as KeyName[]).filter((name) => (valid.get(name) ?? 0) > 0);

const count = (names: readonly KeyName[], by: 1 | -1): void =>
  names.forEach((name) => valid.set(name, (valid.get(name) ?? 0) + by));

/**
 * Keys for as long as the component is on the page; never while somebody types or a dialog is open.
 * @param actions by the names of the table; one without action does nothing now and still stands in the sheet of keys
 */
export function useKeys(actions: Partial<Record<KeyName, KeyAction | undefined>>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const joined = Object.keys(actions).join(' ');
  useEffect(() => {
    const names = joined.split(' ').filter(Boolean) as KeyName[];
    const map = names.flatMap((name) =>
      keyTable[name].keys.map((key) => [
        key,
        (event: KeyboardEvent) => press(event, keyTable[name], latest.current[name]),
      ]),
    );
    count(names, 1);
    const stop = tinykeys(window, Object.fromEntries(map) as Record<string, (event: KeyboardEvent) => void>);
    return () => {
      count(names, -1);
      stop();
    };
  }, [joined]);
}

/**
 * `g` and then a letter goes to a page.
 * @param letters the addresses by letter
 */
export function useGoKeys(letters: Readonly<Record<string, string>>, go: (path: string) => void): void {
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  const joined = JSON.stringify(letters);
  useEffect(() => {
    const paths = JSON.parse(joined) as Record<string, string>;
    const map = Object.entries(paths).map(([letter, path]) => [
      `g ${letter}`,
      (event: KeyboardEvent) => {
        if (!isFree(event, {}) || !isGoing(event)) return;
        event.preventDefault();
        // Once every listener has seen the letter, the next key counts for itself again.
        setTimeout(() => (goneAtMs = -GO_WAIT_MS));
        latest.current(path);
      },
    ]);
    const begin = (event: KeyboardEvent): void => {
      if (isFree(event, {}) && !isGoing(event)) goneAtMs = event.timeStamp;
    };
    return tinykeys(
      window,
      { ...(Object.fromEntries(map) as Record<string, (event: KeyboardEvent) => void>), g: begin },
      { timeout: GO_WAIT_MS },
    );
  }, [joined]);
}
