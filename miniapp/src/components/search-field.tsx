import { Input, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { isH5 } from '@/platform';
import { aria } from './a11y';
import { Button } from './button';

interface SearchFieldProps {
  label: string;
  placeholder: string;
  maxLength: number;
  value: string;
  onChange: (value: string) => void;
  /** By the button, by Enter, or by the keyboard's own search key. */
  onSearch: () => void;
  onClear: () => void;
}

/** A field for words to look for, with its buttons. */
export function SearchField(props: SearchFieldProps): ReactNode {
  const { label, placeholder, maxLength, value, onChange, onSearch, onClear } = props;
  const names = isH5
    ? { nativeProps: { 'aria-label': label, autocomplete: 'off', enterkeyhint: 'search' } }
    : aria(undefined, { 'aria-label': label });
  return (
    <View className="search" {...aria('search', { 'aria-label': label })}>
      <Input
        className="field-input"
        type="text"
        value={value}
        placeholder={placeholder}
        maxlength={maxLength}
        confirmType="search"
        onInput={(event) => onChange(event.detail.value)}
        onConfirm={onSearch}
        {...names}
      />
      <Button kind="primary" onPress={onSearch}>
        搜索
      </Button>
      {value ? (
        <Button kind="plain" icon="cross" onPress={onClear}>
          清除
        </Button>
      ) : null}
    </View>
  );
}
