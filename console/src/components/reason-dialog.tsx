import { Form, Input, Modal } from 'antd';
import type { KeyboardEvent } from 'react';

const REASON_MAX = 200;

interface ReasonDialogProps {
  open: boolean;
  title: string;
  /** What will happen, and who reads the reason. */
  note: string;
  okText: string;
  busy: boolean;
  /** Longest reason, in characters; 200 unless told. */
  max?: number;
  onSubmit: (reason: string) => void;
  onClose: () => void;
}

/** Asks for a reason; Ctrl+Enter submits, Esc closes. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { open, title, note, okText, busy, max = REASON_MAX, onSubmit, onClose } = props;
  const [form] = Form.useForm<{ reason: string }>();
  const submitByKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
  };
  return (
    <Modal
      open={open}
      title={title}
      okText={okText}
      okButtonProps={{ danger: true, loading: busy }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('reason')}
    >
      <p>{note}</p>
      <Form form={form} layout="vertical" preserve={false} onFinish={({ reason }) => onSubmit(reason.trim())}>
        <Form.Item
          name="reason"
          label="原因"
          rules={[
            { required: true, whitespace: true, message: '请写明原因' },
            { max, message: `最多 ${max} 个字` },
          ]}
        >
          <Input.TextArea rows={4} showCount maxLength={max} onKeyDown={submitByKey} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
