import { chosenEndCodes, countsForRenewal, endCodeWords, type EndCode } from '@linkang/shared/domain/contract-end';
import { Form, Input, Modal, Select } from 'antd';

const REASON_MAX = 200;

/** Why a contract ends. */
export interface EndWords {
  code: EndCode;
  reason: string;
}

interface EndDialogProps {
  open: boolean;
  busy: boolean;
  onSubmit: (words: EndWords) => void;
  onClose: () => void;
}

/** What the choice of a code means for the figures. */
const hintOf = (code: EndCode | undefined): string | undefined => {
  if (code === undefined) return undefined;
  return countsForRenewal(code) ? undefined : '这样结束的签约不计入续约率。';
};

/** Asks why a contract ends before its term. */
export function EndDialog({ open, busy, onSubmit, onClose }: EndDialogProps) {
  const [form] = Form.useForm<EndWords>();
  const code = Form.useWatch('code', form) as EndCode | undefined;
  return (
    <Modal
      open={open}
      title="提前结束签约"
      okText="结束签约"
      okButtonProps={{ danger: true, loading: busy }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      mask={{ closable: false }}
    >
      <p>签约今天就结束，不能恢复；已经办好的续签、正在审核的换团队也一起结束。</p>
      <Form<EndWords>
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={({ reason, ...rest }) => onSubmit({ ...rest, reason: reason.trim() })}
      >
        <Form.Item
          name="code"
          label="为什么结束"
          extra={hintOf(code)}
          rules={[{ required: true, message: '请选一项' }]}
        >
          <Select options={chosenEndCodes.map((value) => ({ value, label: endCodeWords[value] }))} />
        </Form.Item>
        <Form.Item
          name="reason"
          label="说明"
          extra={code === 'death' ? '不会再给居民发消息。' : '居民会看到这个说明。'}
          rules={[
            { required: true, whitespace: true, message: '请写明情况' },
            { max: REASON_MAX, message: `最多 ${REASON_MAX} 个字` },
          ]}
        >
          <Input.TextArea rows={3} showCount maxLength={REASON_MAX} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
