import type { LevelsValue, ListValue } from '@linkang/shared/domain/exam-table';
import { scoreSelfCare, selfCareTable } from '@linkang/shared/domain/self-care';
import { Choice, plainOptions, type InputProps } from './item-fields';

/** The self-care assessment: five activities with what each level means in points. */
export function SelfCareInput({ item, value = {}, onChange, disabled }: InputProps<LevelsValue>) {
  const result = scoreSelfCare(value);
  return (
    <span className="item-levels">
      {selfCareTable.items.map(({ code, name, scores }) => (
        <span key={code}>
          <span aria-hidden="true">{name}</span>
          <Choice
            label={`${item.plain} ${name}`}
            options={selfCareTable.levels.map((level, index) => ({
              value: level,
              label: `${selfCareTable.levelNames[index]}（${scores[index]}分）`,
            }))}
            value={value[code]}
            disabled={disabled}
            onChange={(level) => {
              const { [code]: _, ...rest } = value;
              const next = level === undefined ? rest : { ...rest, [code]: level };
              onChange(Object.keys(next).length === 0 ? undefined : next);
            }}
          />
        </span>
      ))}
      <strong role="status">{result ? `共${result.total}分，${result.bandName}` : '五项都选好才算分'}</strong>
    </span>
  );
}

/** Rows of a list, or that there was none. */
export function ListInput({ item, value, onChange, disabled }: InputProps<ListValue>) {
  const rows = value ?? [];
  const set = (index: number, code: string, text: string): void =>
    onChange(rows.map((row, at) => (at === index ? withCell(row, code, text) : row)));
  return (
    <span className="item-list">
      <label>
        <input
          type="checkbox"
          checked={value?.length === 0}
          disabled={disabled || rows.length > 0}
          onChange={(event) => onChange(event.target.checked ? [] : undefined)}
        />
        没有
      </label>
      {rows.map((row, index) => (
        <span key={index} className="item-list-row">
          {(item.columns ?? []).map(({ code, name, options, maxLength = 200 }) =>
            options ? (
              <Choice
                key={code}
                label={`${item.plain} 第${index + 1}行 ${name}`}
                options={plainOptions(options)}
                value={row[code]}
                disabled={disabled}
                onChange={(chosen) => set(index, code, chosen ?? '')}
              />
            ) : (
              <input
                key={code}
                className="item-text"
                aria-label={`${item.plain} 第${index + 1}行 ${name}`}
                placeholder={name}
                maxLength={maxLength}
                value={row[code] ?? ''}
                disabled={disabled}
                onChange={(event) => set(index, code, event.target.value)}
              />
            ),
          )}
          <button type="button" disabled={disabled} onClick={() => onChange(without(rows, index))}>
            删掉
          </button>
        </span>
      ))}
      <button type="button" disabled={disabled} onClick={() => onChange([...rows, {}])}>
        加一行
      </button>
    </span>
  );
}

const withCell = (row: ListValue[number], code: string, text: string): ListValue[number] => {
  const { [code]: _, ...rest } = row;
  return text === '' ? rest : { ...rest, [code]: text };
};

const without = (rows: ListValue, index: number): ListValue | undefined => {
  const left = rows.filter((_, at) => at !== index);
  return left.length === 0 ? undefined : left;
};
