import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria } from './a11y';
import { Icon } from './icon';
import { TextField } from './text-field';

/** Longer than any number, for the blanks that people type in between. */
const MAX_LENGTH = 20;

/**
 * The ID number of somebody.
 * @param says what the number says of the person, so that a slip is seen at once
 */
export const IdNumberField = ({
  label,
  value,
  error,
  says,
  onChange,
  onBlur,
}: {
  label: string;
  value: string;
  error: string | undefined;
  says?: string | undefined;
  onChange: (value: string) => void;
  onBlur?: () => void;
}): ReactNode => (
  <>
    <TextField
      label={label}
      type="idcard"
      isRequired
      maxLength={MAX_LENGTH}
      hint="18位，最后一位可能是X"
      value={value}
      error={error}
      onChange={onChange}
      {...(onBlur ? { onBlur } : {})}
    />
    {says ? (
      <View className="notice notice-good" {...aria('status')}>
        <Icon name="check" />
        <View>{says}</View>
      </View>
    ) : null}
  </>
);
