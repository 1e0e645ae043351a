import type { Proxy } from '@linkang/shared/api/proxy.routes';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import { Checkbox, Form, Input, Modal } from 'antd';
import { dayText } from '../../components/words';
import { PaperPhoto } from './paper-photo';
import { relationshipNames, scopeNames } from './proxy-words';

const NOTE_MAX = 200;

/** What the person agreed to on paper. */
export interface PaperConsent {
  scopes: ProxyScope[];
  paperNote: string;
}

// A rule of the form's own: `required` would give the group of boxes an attribute that it must not have.
const atLeastOne = (_: unknown, scopes: ProxyScope[]): Promise<void> =>
  scopes.length > 0 ? Promise.resolve() : Promise.reject(new Error('请至少选一项'));

interface ConfirmProxyDialogProps {
  proxy: Proxy;
  residentName: string;
  busy: boolean;
  onSubmit: (consent: PaperConsent) => void;
  /** A photo of the paper was kept with the request. */
  onPaper: (kept: Proxy) => void;
  onClose: () => void;
}

/** Asks for the paper that the person signed; what they did not allow is unticked. */
export function ConfirmProxyDialog({ proxy, residentName, busy, onSubmit, onPaper, onClose }: ConfirmProxyDialogProps) {
  const [form] = Form.useForm<PaperConsent>();
  return (
    <Modal
      open
      title={`确认代办：${proxy.name}`}
      okText="确认开通"
      okButtonProps={{ loading: busy }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('paperNote')}
    >
      <p>
        请当面核对{residentName}本人的证件，并收下本人签字的纸质授权书。
        {proxy.name}（{relationshipNames[proxy.relationship]}）可以代办到{dayText(proxy.endsDay)}。
      </p>
      <Form<PaperConsent>
        form={form}
        layout="vertical"
        initialValues={{ scopes: proxy.scopes }}
        onFinish={({ scopes, paperNote }) => onSubmit({ scopes, paperNote: paperNote.trim() })}
      >
        <Form.Item name="scopes" label="本人同意的事" rules={[{ validator: atLeastOne }]}>
          <Checkbox.Group options={proxy.scopes.map((value) => ({ value, label: scopeNames[value] }))} />
        </Form.Item>
        <Form.Item
          name="paperNote"
          label="纸质授权书的日期和存放位置"
          rules={[{ required: true, whitespace: true, message: '请写明纸质授权书的日期和存放位置' }]}
        >
          <Input.TextArea rows={3} showCount maxLength={NOTE_MAX} placeholder="例如：6月4日签字，前台授权书夹第12号" />
        </Form.Item>
      </Form>
      <div>
        <p>授权书照片</p>
        <PaperPhoto proxy={proxy} onKept={onPaper} />
      </div>
    </Modal>
  );
}
