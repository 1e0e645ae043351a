import type { ExamItem, ExamValue } from '@linkang/shared/domain/exam-table';
import { useState } from 'react';

/** What the input of an item gets. */
export interface InputProps<T> {
  item: ExamItem;
  /** Undefined while nothing is entered. */
  value: T | undefined;
  onChange: (value: ExamValue | undefined) => void;
  disabled: boolean;
}

/** A number that is typed: what is no number stays as it was typed, so that it is told and not lost. */
export function NumberField({
  label,
  value,
  onChange,
  disabled,
}: {
  label: string;
  value: unknown;
  onChange: (value: number | string | undefined) => void;
  disabled: boolean;
}) {
  const shown = value === undefined ? '' : String(value as number | string);
  const [text, setText] = useState(shown);
  // What another saved meanwhile replaces what is shown, but not `5.` on the way to `5.6`.
  if (Number(text) !== Number(shown) && text !== shown && document.activeElement?.getAttribute('aria-label') !== label)
    setText(shown);
  return (
    <input
      className="item-number"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      value={text}
      disabled={disabled}
      onChange={(event) => {
        const typed = event.target.value.normalize('NFKC').replace(/。/g, '.').trim();
        setText(typed);
        onChange(typed === '' ? undefined : Number.isFinite(Number(typed)) ? Number(typed) : typed);
      }}
    />
  );
}

interface SelectProps {
  label: string;
  options: readonly { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  disabled: boolean;
}

/** One of a few options; the keyboard's first letters and arrows choose. */
export function Choice({ label, options, value = '', onChange, disabled }: SelectProps) {
  return (
    <select
      className="item-select"
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">请选择</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** Options whose names are what is stored. */
export const plainOptions = (options: readonly string[] = []) =>
  options.map((value) => ({ value, label: value === '-' ? '阴性（-）' : value }));

interface TicksProps {
  label: string;
  options: readonly string[];
  excludes: string | undefined;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  disabled: boolean;
}

/** Several options; the one that stands alone takes the others away. */
export function Ticks({ label, options, excludes, chosen, onChange, disabled }: TicksProps) {
  const toggle = (option: string): void => {
    if (chosen.includes(option)) return onChange(chosen.filter((one) => one !== option));
    onChange(option === excludes ? [option] : [...chosen.filter((one) => one !== excludes), option]);
  };
  return (
    <span role="group" aria-label={label} className="item-ticks">
      {options.map((option) => (
        <label key={option}>
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            disabled={disabled}
            onChange={() => toggle(option)}
          />
          {option}
        </label>
      ))}
    </span>
  );
}
