import type { HealthRecord } from '@linkang/shared/api/record.routes';
import {
  checkEntry,
  cleanEntry,
  type EntryContent,
  type EntryValues,
  type FormSection,
} from '@linkang/shared/domain/record-form';
import { Alert, Button, Drawer, Form } from 'antd';
import type { KeyboardEvent } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { recordApi } from '../../api/clients';
import { faultsOf } from '../../components/form-faults';
import { instantText, todayDay } from '../../components/words';
import { EntryFields } from './entry-fields';
import { EntryLines } from './entry-lines';
import { useChange } from './use-record';

interface EntryDrawerProps {
  record: HealthRecord;
  section: FormSection;
  onClose: () => void;
}

interface Typed {
  values?: Record<string, unknown>;
  rows?: Record<string, unknown>[];
}

interface Marked {
  name: (string | number)[];
  errors: string[];
}

/** What was typed, without what was emptied again. */
const contentOf = (section: FormSection, { values = {}, rows = [] }: Typed): EntryContent => {
  const filled = (sheet: Record<string, unknown> | undefined): EntryValues =>
    Object.fromEntries(
      Object.entries(sheet ?? {}).filter(([, value]) => value !== undefined && value !== null),
    ) as EntryValues;
  return cleanEntry(section, { values: filled(values), rows: rows.map(filled) });
};

const marksOf = (section: FormSection, content: EntryContent): Marked[] =>
  checkEntry(section, content, todayDay()).map(({ field, row, text }) => ({
    name: row === undefined ? ['values', field] : ['rows', row, field],
    errors: [text],
  }));

/** What somebody else wrote while this form was open. */
function Meanwhile({ record, section }: Pick<EntryDrawerProps, 'record' | 'section'>) {
  const entry = record.entries.find(({ kind }) => kind === section.kind);
  return (
    <Alert
      type="warning"
      showIcon
      title="这一项刚刚有人改过，还没有保存您填的内容"
      description={
        <>
          {entry && (
            <p>
              {entry.signed.by} {instantText(entry.signed.at)} 写的是：
            </p>
          )}
          <EntryLines record={record} section={section} />
          <p>请核对下面您填的内容，再点保存，会存成新的一版。</p>
        </>
      }
    />
  );
}

/** The form of one part of a record; Ctrl+Enter signs it. What was typed stays when somebody else was quicker. */
export function EntryDrawer({ record, section, onClose }: EntryDrawerProps) {
  const [form] = Form.useForm<Typed>();
  const { residentId } = record;
  const entry = record.entries.find(({ kind }) => kind === section.kind);
  const save = useChange(
    residentId,
    (content: EntryContent) =>
      recordApi.saveEntry({
        params: { id: residentId, kind: section.kind },
        body: {
          rev: entry?.rev ?? 0,
          values: content.values as HealthRecord['entries'][number]['values'],
          rows: content.rows as HealthRecord['entries'][number]['rows'],
        },
      }),
    { done: `已保存${section.name}`, onDone: onClose },
  );
  const submit = (): void => {
    const content = contentOf(section, form.getFieldsValue(true) as Typed);
    const marks = marksOf(section, content);
    // The names are typed by the form's values; ours come from the table.
    (form.setFields as unknown as (fields: Marked[]) => void)(marks);
    const [first] = marks;
    if (first) form.scrollToField(first.name as never, { focus: true, block: 'center' });
    else save.mutate(content);
  };
  const submitByKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  const isConflict = hasCode(save.error, 'STATE_CONFLICT');
  const refusal = faultsOf(save.error)
    .map(({ message }) => message)
    .join('；');
  return (
    <Drawer open title={section.name} size={620} onClose={onClose} mask={{ closable: false }}>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ values: { ...entry?.values }, rows: [...(entry?.rows ?? [])] }}
        onFinish={submit}
        onKeyDown={submitByKey}
        onValuesChange={(changed: Typed) =>
          form.setFields(Object.keys(changed.values ?? {}).map((code) => ({ name: ['values', code], errors: [] })))
        }
      >
        <div className="stack">
          <div role="alert">
            {isConflict && <Meanwhile record={record} section={section} />}
            {save.error && !isConflict && <Alert type="error" showIcon title={refusal || errorText(save.error)} />}
          </div>
          {entry?.review && (
            <Alert type="warning" showIcon title="两份档案合并时这一项不一样，请到“历次版本”核对后再保存。" />
          )}
          <EntryFields section={section} />
          <div className="button-row">
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              签名保存
            </Button>
            <Button onClick={onClose}>取消</Button>
            <span className="record-hint">Ctrl+Enter 保存。原来的内容会留在历次版本里。</span>
          </div>
        </div>
      </Form>
    </Drawer>
  );
}
