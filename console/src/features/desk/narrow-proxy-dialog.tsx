import type { Proxy } from '@linkang/shared/api/proxy.routes';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import { Checkbox, Form, Input, Modal } from 'antd';
import { todayDay } from '../../components/words';
import { scopeNames } from './proxy-words';

/** What is left of a permission. */
export interface Narrowed {
  scopes: ProxyScope[];
  endsDay: string;
}

// A rule of the form's own: `required` would give the group of boxes an attribute that it must not have.
const atLeastOne = (_: unknown, scopes: ProxyScope[]): Promise<void> =>
  scopes.length > 0 ? Promise.resolve() : Promise.reject(new Error('请至少留一项；一项都不要，请点“停止代办”'));

interface NarrowProxyDialogProps {
  proxy: Proxy;
  residentName: string;
  busy: boolean;
  onSubmit: (less: Narrowed) => void;
  onClose: () => void;
}

/** Takes some of a permission back at the person's wish; it cannot become more. */
export function NarrowProxyDialog({ proxy, residentName, busy, onSubmit, onClose }: NarrowProxyDialogProps) {
  const [form] = Form.useForm<Narrowed>();
  const endsRule = (_: unknown, endsDay = ''): Promise<void> =>
    endsDay >= todayDay() && endsDay <= proxy.endsDay
      ? Promise.resolve()
      : Promise.reject(new Error('结束日期只能提前，不能早于今天'));
  return (
    <Modal
      open
      title={`缩小代办：${proxy.name}`}
      okText="保存"
      okButtonProps={{ loading: busy }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>按{residentName}本人的要求办，请先核对本人证件。只能减少，马上生效，双方都会收到消息。</p>
      <Form<Narrowed>
        form={form}
        layout="vertical"
        initialValues={{ scopes: proxy.scopes, endsDay: proxy.endsDay }}
        onFinish={onSubmit}
      >
        <Form.Item name="scopes" label="本人还同意的事" rules={[{ validator: atLeastOne }]}>
          <Checkbox.Group options={proxy.scopes.map((value) => ({ value, label: scopeNames[value] }))} />
        </Form.Item>
        <Form.Item name="endsDay" label="到哪天为止" rules={[{ validator: endsRule }]}>
          <Input type="date" min={todayDay()} max={proxy.endsDay} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
