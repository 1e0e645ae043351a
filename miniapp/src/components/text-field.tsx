import { Input, Text, View } from '@tarojs/components';
import { useId, type ReactNode } from 'react';
import { isH5 } from '@/platform';
import { aria } from './a11y';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  hint?: string | undefined;
  /** What is wrong with the value; read aloud when it appears. */
  error?: string | undefined;
  /** `digit`: a number with a point. */
  type?: 'text' | 'number' | 'digit' | 'idcard';
  /** What a browser may fill in by itself; nothing unless given. */
  autocomplete?: 'tel' | 'one-time-code';
  /** Large digits, for a code that is typed off another screen. */
  isBig?: boolean;
  /** The keyboard's own way to send. */
  onEnter?: () => void;
  maxLength?: number;
  isRequired?: boolean;
}

/** A labelled field with its hint and its fault below. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, value, onChange, onBlur, hint, error, type = 'text', maxLength = 100, isRequired = false } = props;
  const { autocomplete, isBig = false, onEnter } = props;
  const id = `f${useId().replace(/\W/g, '')}`;
  const message = error ?? hint;
  const names = isH5
    ? {
        nativeProps: {
          id,
          'aria-label': label,
          ...(message ? { 'aria-describedby': `${id}m` } : {}),
          ...(error ? { 'aria-invalid': 'true' } : {}),
          ...(isRequired ? { 'aria-required': 'true' } : {}),
          autocomplete: autocomplete ?? 'off',
          ...(type === 'number' ? { inputmode: 'numeric' } : {}),
          ...(type === 'digit' ? { inputmode: 'decimal' } : {}),
        },
      }
    : aria(undefined, { 'aria-label': label });
  return (
    <View className={error ? 'field has-error' : 'field'}>
      <View className="field-label" {...(isH5 ? { onClick: () => document.getElementById(id)?.focus() } : {})}>
        {label}
        <Text className="field-need">{isRequired ? '（必填）' : '（可不填）'}</Text>
      </View>
      <Input
        className={isBig ? 'field-input is-big' : 'field-input'}
        type={isH5 ? 'text' : type}
        value={value}
        maxlength={maxLength}
        onInput={(event) => onChange(event.detail.value)}
        onBlur={() => onBlur?.()}
        onConfirm={() => onEnter?.()}
        {...names}
      />
      {message ? (
        <View id={`${id}m`} className="field-message" {...(error ? aria('alert') : {})}>
          {message}
        </View>
      ) : null}
    </View>
  );
}
