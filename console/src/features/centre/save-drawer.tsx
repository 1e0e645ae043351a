import type { FormInstance } from 'antd';
import { Alert, Button, Drawer, Form, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { faultsOf, faultText } from '../../components/form-faults';

const CONFLICT_WORDS = '刚刚被别人改过，没有保存。请关闭后重新打开再改。';

function failureOf(error: unknown): string | null {
  if (!error) return null;
  if (hasCode(error, 'STATE_CONFLICT')) return CONFLICT_WORDS;
  return faultsOf(error).map(faultText).join('；') || errorText(error);
}

interface SaveDrawerProps<V extends object> {
  title: string;
  form: FormInstance<V>;
  initialValues: Partial<V>;
  error: unknown;
  busy: boolean;
  /** The rows stand in an order of their own. */
  withoutOrder?: boolean;
  onSubmit: (values: V) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form at the side of a list, with its refusals above and its buttons below. */
export function SaveDrawer<V extends object>(props: SaveDrawerProps<V>) {
  const { title, form, initialValues, error, busy, withoutOrder, onSubmit, onClose, children } = props;
  const failure = failureOf(error);
  return (
    <Drawer
      open
      title={title}
      size={560}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('name' as never)}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={busy} onClick={() => form.submit()}>
            保存
          </Button>
        </div>
      }
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form<V>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={initialValues}
        onFinish={onSubmit}
      >
        <Form.Item
          name={'name' as never}
          label="名称"
          rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
        >
          <Input maxLength={30} />
        </Form.Item>
        {children}
        {!withoutOrder && (
          <Form.Item
            name={'order' as never}
            label="排列次序"
            extra="数字小的排在前面"
            rules={[{ required: true, message: '请填数字' }]}
          >
            <InputNumber min={0} max={9999} precision={0} />
          </Form.Item>
        )}
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
