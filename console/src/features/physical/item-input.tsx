import type {
  ChosenValue,
  ExamValue,
  FindingValue,
  LevelsValue,
  ListValue,
  PairValue,
  PartsValue,
} from '@linkang/shared/domain/exam-table';
import { Choice, NumberField, plainOptions, Ticks, type InputProps } from './item-fields';
import { ListInput, SelfCareInput } from './item-groups';

function PairInput({ item, value, onChange, disabled }: InputProps<PairValue>) {
  const change = (side: 'left' | 'right', typed: unknown): void => {
    const next = { ...value, [side]: typed };
    onChange(next.left === undefined && next.right === undefined ? undefined : (next as ExamValue));
  };
  return (
    <>
      <span aria-hidden="true">左</span>
      <NumberField
        label={`${item.plain} 左`}
        value={value?.left}
        disabled={disabled}
        onChange={(v) => change('left', v)}
      />
      <span aria-hidden="true">右</span>
      <NumberField
        label={`${item.plain} 右`}
        value={value?.right}
        disabled={disabled}
        onChange={(v) => change('right', v)}
      />
    </>
  );
}

function MultiInput({ item, value, onChange, disabled }: InputProps<ChosenValue>) {
  const change = (next: ChosenValue): void => onChange(next.chosen.length === 0 && !next.other ? undefined : next);
  return (
    <Ticks
      label={item.plain}
      options={item.options ?? []}
      excludes={item.excludes}
      chosen={value?.chosen ?? []}
      disabled={disabled}
      onChange={(chosen) => change({ ...value, chosen })}
    />
  );
}

function FindingInput({ item, value, onChange, disabled }: InputProps<FindingValue>) {
  const text = value?.text ?? '';
  return (
    <>
      <Choice
        label={item.plain}
        options={[
          { value: 'normal', label: '未见异常' },
          { value: 'found', label: '有异常' },
        ]}
        value={value && (value.normal ? 'normal' : 'found')}
        disabled={disabled}
        onChange={(chosen) =>
          onChange(chosen === undefined ? undefined : chosen === 'normal' ? { normal: true } : { normal: false, text })
        }
      />
      {value && !value.normal && (
        <input
          className="item-text"
          aria-label={`${item.plain} 看到了什么`}
          placeholder="看到了什么"
          maxLength={500}
          value={text}
          disabled={disabled}
          onChange={(event) => onChange({ ...value, text: event.target.value })}
        />
      )}
      {value && !value.normal && item.mayBeUrgent && (
        <label className="item-urgent">
          <input
            type="checkbox"
            checked={value.urgent ?? false}
            disabled={disabled}
            onChange={(event) => onChange(event.target.checked ? { ...value, urgent: true } : { normal: false, text })}
          />
          危急（{item.mayBeUrgent}）
        </label>
      )}
    </>
  );
}

function PartsInput({ item, value = {}, onChange, disabled }: InputProps<PartsValue>) {
  const change = (code: string, chosen: string | string[] | undefined): void => {
    const { [code]: _, ...rest } = value;
    const next = chosen === undefined || chosen.length === 0 ? rest : { ...rest, [code]: chosen };
    onChange(Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <span className="item-parts">
      {(item.parts ?? []).map(({ code, name, kind, options, excludes }) => (
        <span key={code}>
          <span aria-hidden="true">{name}</span>
          {kind === 'multi' ? (
            <Ticks
              label={`${item.plain} ${name}`}
              options={options}
              excludes={excludes}
              chosen={[value[code] ?? []].flat()}
              disabled={disabled}
              onChange={(chosen) => change(code, chosen)}
            />
          ) : (
            <Choice
              label={`${item.plain} ${name}`}
              options={plainOptions(options)}
              value={value[code] as string | undefined}
              disabled={disabled}
              onChange={(chosen) => change(code, chosen)}
            />
          )}
        </span>
      ))}
    </span>
  );
}

/** What an item takes, by the keyboard alone. */
export function ItemInput({ item, value, onChange, disabled }: InputProps<ExamValue>) {
  const common = { item, onChange, disabled };
  switch (item.valueType) {
    case 'number2':
      return <PairInput {...common} value={value as PairValue | undefined} />;
    case 'choice':
    case 'ordinal':
      return (
        <Choice
          label={item.plain}
          options={plainOptions(item.options)}
          value={value as string | undefined}
          disabled={disabled}
          onChange={onChange}
        />
      );
    case 'multi':
      return <MultiInput {...common} value={value as ChosenValue | undefined} />;
    case 'finding':
      return <FindingInput {...common} value={value as FindingValue | undefined} />;
    case 'composite':
      return <PartsInput {...common} value={value as PartsValue | undefined} />;
    case 'score':
      return <SelfCareInput {...common} value={value as LevelsValue | undefined} />;
    case 'list':
      return <ListInput {...common} value={value as ListValue | undefined} />;
    default:
      return <NumberField label={item.plain} value={value} disabled={disabled} onChange={onChange} />;
  }
}
