import { isH5 } from '@/platform';

type AriaValue = string | number | boolean | undefined;
type Attributes = Record<string, string | number>;

/** Role and aria attributes for both targets: browsers read `role`, WeChat reads `aria-role`. Booleans become words. */
export function aria(role: string | undefined, attributes: Record<string, AriaValue> = {}): Attributes {
  const result: Attributes = role ? { [isH5 ? 'role' : 'aria-role']: role } : {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) result[name] = typeof value === 'number' ? value : String(value);
  }
  return result;
}

/**
 * The spoken name of something that holds several texts. Browsers read the texts themselves, and a name beside
 * them could only differ; WeChat wants them in one piece.
 */
export const spokenName = (name: string): Record<string, string> => (isH5 ? {} : { 'aria-label': name });

/** Hides a decoration from screen readers. */
export const hidden = aria(undefined, { 'aria-hidden': true });

interface PressProps {
  onClick: () => void;
  tabIndex?: number;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** A tap, or Enter and Space from the keyboard; keys that come from a child or repeat are ignored. */
export function press(action: () => void, isDisabled = false): PressProps {
  const run = (): void => {
    if (!isDisabled) action();
  };
  if (!isH5) return { onClick: run };
  return {
    onClick: run,
    tabIndex: 0,
    onKeyDown: (event) => {
      if (event.target !== event.currentTarget || event.repeat) return;
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      run();
    },
  };
}

/** Time until a fault that was just found stands on the page. */
const DRAWN_MS = 60;

/** Takes the person to the first faulty field; in WeChat the words beside the button must do. */
export function focusFirstFault(): void {
  if (!isH5) return;
  setTimeout(() => {
    const faulty = Array.from(document.querySelectorAll<HTMLElement>('[aria-invalid="true"]'));
    faulty.find((field) => field.offsetParent !== null)?.focus();
  }, DRAWN_MS);
}

const STEPS: Partial<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

interface RoveOptions {
  /** Place of this item among its brothers. */
  index: number;
  count: number;
  isChosen: boolean;
  /** Whether this item takes the one Tab stop; the chosen one, or the first when none is chosen. */
  isStop?: boolean;
  pick: (index: number) => void;
}

/** One Tab stop for a group of choices; arrows, Home and End move within it and choose. */
export function rove({ index, count, isChosen, isStop = isChosen, pick }: RoveOptions): PressProps {
  const choose = (): void => pick(index);
  if (!isH5) return { onClick: choose };
  return {
    onClick: choose,
    tabIndex: isStop ? 0 : -1,
    onKeyDown: (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose();
        return;
      }
      const to = STEPS[event.key]?.(index, count);
      if (to === undefined) return;
      event.preventDefault();
      pick(to);
      const group = (event.currentTarget as HTMLElement).parentElement;
      const next = group?.children[to];
      if (next instanceof HTMLElement) {
        next.focus();
        next.scrollIntoView({ inline: 'nearest', block: 'nearest' });
      }
    },
  };
}
