import type { FieldRule, FieldValue } from '@linkang/shared/domain/field-rules';
import { Checkbox, Input, Radio, Select } from 'antd';
import { useState } from 'react';

interface FieldInputProps {
  field: FieldRule;
  value: FieldValue | undefined;
  /** What is wrong with it, in words. */
  fault: string | undefined;
  onChange: (value: FieldValue | undefined) => void;
}

/** Choices that stand beside one another; more of them fold. */
const MOST_BESIDE = 6;

/** A number as it is typed: half a number is no value yet. */
function NumberInput({ field, value, fault, onChange, id }: FieldInputProps & { id: string }) {
  const [typed, setTyped] = useState(() => (typeof value === 'number' ? String(value) : ''));
  const change = (text: string): void => {
    setTyped(text);
    const trimmed = text.trim();
    onChange(trimmed === '' || !Number.isFinite(Number(trimmed)) ? undefined : Number(trimmed));
  };
  return (
    <Input
      id={id}
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      status={fault ? 'error' : ''}
      suffix={field.unit ?? <span />}
      aria-invalid={fault !== undefined}
      aria-describedby={fault ? `${id}-fault` : undefined}
      onChange={(event) => change(event.target.value)}
    />
  );
}

const optionsOf = (field: FieldRule): { value: string; label: string }[] =>
  (field.options ?? []).map((value) => ({ value, label: field.optionNames?.[value] ?? value }));

/** The option that stands alone takes the place of the others, and the others take its place. */
function keepApart(chosen: string[], before: readonly string[], excludes: string | undefined): string[] {
  if (excludes === undefined || !chosen.includes(excludes)) return chosen;
  return before.includes(excludes) ? chosen.filter((one) => one !== excludes) : [excludes];
}

function ChoiceInput({ field, value, onChange }: FieldInputProps) {
  const options = optionsOf(field);
  if (options.length > MOST_BESIDE)
    return (
      <Select
        aria-label={field.name}
        allowClear
        options={options}
        value={typeof value === 'string' ? value : null}
        onChange={(next: string | null) => onChange(next ?? undefined)}
      />
    );
  return (
    <Radio.Group
      aria-label={field.name}
      options={options}
      value={value}
      onChange={(event) => onChange(event.target.value as string)}
    />
  );
}

/** Levels of a whole number, each with what it means. */
function LevelInput({ field, value, onChange }: FieldInputProps) {
  return (
    <Select
      aria-label={field.name}
      options={(field.levels ?? []).map((words, level) => ({ value: level, label: `${level}级 ${words}` }))}
      value={typeof value === 'number' ? value : null}
      onChange={(next: number | null) => onChange(next ?? undefined)}
    />
  );
}

function Control(props: FieldInputProps & { id: string }) {
  const { field, value, onChange, id } = props;
  switch (field.kind) {
    case 'number':
      return field.levels ? <LevelInput {...props} /> : <NumberInput {...props} />;
    case 'yesNo':
      return (
        <Radio.Group
          aria-label={field.name}
          options={[
            { value: true, label: '是' },
            { value: false, label: '否' },
          ]}
          value={value}
          onChange={(event) => onChange(event.target.value as boolean)}
        />
      );
    case 'choice':
      return <ChoiceInput {...props} />;
    case 'multi': {
      const before = Array.isArray(value) ? (value as string[]) : [];
      return (
        <Checkbox.Group
          options={optionsOf(field)}
          value={before}
          onChange={(chosen) => {
            const next = keepApart(chosen, before, field.excludes);
            onChange(next.length ? next : undefined);
          }}
        />
      );
    }
    case 'text':
      return (
        <Input.TextArea
          id={id}
          rows={2}
          maxLength={field.maxLength ?? 200}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      );
  }
}

/** One field of a form, as its rule says. */
export function FieldInput(props: FieldInputProps & { prefix: string }) {
  const { field, fault, prefix } = props;
  const id = `${prefix}-${field.code}`;
  const isLabelled = (field.kind === 'number' && !field.levels) || field.kind === 'text';
  const name = (
    <>
      {field.name}
      {field.required && <span className="followup-must">必填</span>}
    </>
  );
  return (
    <div className={`followup-field followup-field-${field.levels ? 'choice' : field.kind}`}>
      {isLabelled ? <label htmlFor={id}>{name}</label> : <span className="followup-label">{name}</span>}
      <div {...(field.kind === 'multi' ? { role: 'group', 'aria-label': field.name } : {})}>
        <Control {...props} id={id} />
      </div>
      {fault && (
        <p className="followup-fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}
