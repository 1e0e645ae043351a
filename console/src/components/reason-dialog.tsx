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
  onSubmit: (reason: string) => void;
  onClose: () => void;
}

/** Asks for a reason of 1 to 200 characters; Ctrl+Enter submits, Esc closes. */
export function ReasonDialog({ open, title, note, okText, busy, onSubmit, onClose }: ReasonDialogProps) {
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
            { max: REASON_MAX, message: `最多 ${REASON_MAX} 个字` },
          ]}
        >
          <Input.TextArea rows={4} showCount maxLength={REASON_MAX} onKeyDown={submitByKey} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
