import type { FieldRule } from '@linkang/shared/domain/field-rules';
import type { FormSection } from '@linkang/shared/domain/record-form';
import { Button, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import type { ReactNode } from 'react';

/** As many options are still quicker to see than to unfold. */
const MOST_RADIOS = 6;

const choices = (rule: FieldRule) => (rule.options ?? []).map((value) => ({ value, label: value }));

function control(rule: FieldRule): ReactNode {
  switch (rule.kind) {
    case 'yesNo':
      return (
        <Radio.Group
          options={[
            { value: true, label: '是' },
            { value: false, label: '否' },
          ]}
        />
      );
    case 'choice':
      return (rule.options ?? []).length > MOST_RADIOS ? (
        <Select allowClear showSearch options={choices(rule)} placeholder="请选择" />
      ) : (
        <Radio.Group options={choices(rule)} />
      );
    case 'multi':
      return <Checkbox.Group options={choices(rule)} />;
    case 'number':
      return <InputNumber min={rule.min ?? 0} max={rule.max ?? 9999} precision={0} style={{ width: 120 }} />;
    case 'text':
      return <Input maxLength={rule.maxLength ?? 100} autoComplete="off" />;
  }
}

function Sheet({ fields }: { fields: readonly FieldRule[] }) {
  return fields.map((rule) => (
    <Form.Item key={rule.code} name={['values', rule.code]} label={rule.name} required={rule.required}>
      {control(rule)}
    </Form.Item>
  ));
}

function Rows({ section, fields }: { section: FormSection; fields: readonly FieldRule[] }) {
  return (
    <Form.List name="rows">
      {(rows, { add, remove }) => (
        <div className="stack">
          {rows.length === 0 && <p className="record-none">没有就直接保存，会记为“无”。</p>}
          {rows.map(({ key, name }) => (
            <fieldset key={key} className="record-row">
              <legend>第{name + 1}条</legend>
              {fields.map((rule) => (
                <Form.Item key={rule.code} name={[name, rule.code]} label={rule.name} required={rule.required}>
                  {control(rule)}
                </Form.Item>
              ))}
              <Button danger onClick={() => remove(name)}>
                去掉第{name + 1}条
              </Button>
            </fieldset>
          ))}
          {rows.length < (section.rowsMax ?? 0) && <Button onClick={() => add({})}>加一条{section.name}</Button>}
        </div>
      )}
    </Form.List>
  );
}

/** The fields of one part of the record, as the national form has them. */
export function EntryFields({ section }: { section: FormSection }) {
  return section.rowFields ? (
    <Rows section={section} fields={section.rowFields} />
  ) : (
    <Sheet fields={section.fields ?? []} />
  );
}
