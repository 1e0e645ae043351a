import type { LedgerFault } from '@linkang/shared/domain/education-ledger';
import type { FormInstance } from 'antd';
import { Alert, Button, Drawer, Form } from 'antd';
import { useState, type ReactNode } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { clearFaults, faultsOf, faultText, showFaults } from '../../components/form-faults';

const CONFLICT_WORDS = '刚刚被别人改过，没有保存。请关闭后重新打开再改。';

interface LedgerDrawerProps<V extends object> {
  title: string;
  form: FormInstance<V>;
  initialValues: Partial<V>;
  /** What the rules of the ledger say before anything is sent. */
  check: (values: V) => LedgerFault[];
  /** Resolves when it is kept. */
  save: (values: V) => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

/** A form of the ledger at the side; what the rules or the service refuse stands beside its field. */
export function LedgerDrawer<V extends object>(props: LedgerDrawerProps<V>) {
  const { title, form, initialValues, check, save, onClose, children } = props;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (values: V): Promise<void> => {
    setFailure(null);
    const faults = check(values).map(({ field, code, text }) => ({ path: field, code, message: text }));
    if (faults.length > 0) return void showFaults(form, faults);
    setBusy(true);
    try {
      await save(values);
      onClose();
    } catch (error) {
      const refused = faultsOf(error);
      const rest = showFaults(form, refused);
      if (hasCode(error, 'STATE_CONFLICT')) setFailure(CONFLICT_WORDS);
      else if (refused.length === 0 || rest.length > 0) setFailure(rest.map(faultText).join('；') || errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Drawer
      open
      title={title}
      size={520}
      onClose={onClose}
      mask={{ closable: false }}
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
        onValuesChange={(changed: object) => clearFaults(form, changed)}
        onFinish={(values) => void submit(values)}
      >
        {children}
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
