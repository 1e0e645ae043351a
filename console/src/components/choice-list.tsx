import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import './person-search.css';

interface ChoiceListProps<T> {
  /** What the list is, for those who do not see it. */
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  children: (item: T) => ReactNode;
  onChoose: (item: T) => void;
}

const nextIndex: Record<string, (index: number, count: number) => number> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Buttons below each other; arrows go up and down, Enter takes one. The first has the keyboard when they appear. */
export function ChoiceList<T>({ label, items, keyOf, children, onChoose }: ChoiceListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector('button')?.focus(), [items]);
  const move = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const index = buttons.findIndex((button) => button === document.activeElement);
    const next = nextIndex[event.key];
    if (!next || index < 0) return;
    event.preventDefault();
    buttons[next(index, buttons.length)]?.focus();
  };
  return (
    <ul ref={list} className="choice-list" aria-label={label} onKeyDown={move}>
      {items.map((item) => (
        <li key={keyOf(item)}>
          <button type="button" className="choice" onClick={() => onChoose(item)}>
            {children(item)}
          </button>
        </li>
      ))}
    </ul>
  );
}
