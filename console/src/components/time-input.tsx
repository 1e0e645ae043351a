import type { InputProps, InputRef } from 'antd';
import { Input } from 'antd';
import { forwardRef } from 'react';

interface TimeInputProps extends Omit<InputProps, 'value' | 'onChange'> {
  /** `HH:mm`, or what was typed as long as it is not a time yet. */
  value?: string;
  onChange?: (value: string) => void;
}

/** `900`, `9:00` and `9：00` all mean 09:00; anything else stays as typed for the form to complain about. */
export function tidyTime(typed: string): string {
  const match = /^(\d{1,2})[:：.]?(\d{2})$/.exec(typed.trim());
  return match ? `${(match[1] ?? '').padStart(2, '0')}:${match[2]}` : typed.trim();
}

/** A clock time typed on the number keys; the browser's own field would show AM and PM on some machines. */
export const TimeInput = forwardRef<InputRef, TimeInputProps>(function TimeInput(
  { value, onChange, onBlur, ...rest },
  ref,
) {
  return (
    <Input
      ref={ref}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      placeholder="例如 09:00"
      {...rest}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.target.value)}
      onBlur={(event) => {
        onChange?.(tidyTime(event.target.value));
        onBlur?.(event);
      }}
      onPressEnter={(event) => onChange?.(tidyTime(event.currentTarget.value))}
    />
  );
});
