import { EMERGENCY_WORDS_MAX, emergencyReasons, type EmergencyReason } from '@linkang/shared/domain/access-rules';
import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, Radio } from 'antd';
import { errorText } from '../../api/api-error';
import { emergencyApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';

interface Values {
  reason: EmergencyReason;
  words: string;
}

interface EmergencyDialogProps {
  residentId: string;
  open: boolean;
  onClose: () => void;
  onOpened: () => void;
}

const options = Object.entries(emergencyReasons).map(([value, label]) => ({ value, label }));

// As a rule of the form's own kind it would put `aria-required` on a group, which has no such state.
const checkReason = (_rule: unknown, reason: EmergencyReason | undefined): Promise<void> =>
  reason ? Promise.resolve() : Promise.reject(new Error('请选一个原因'));

/** Asks why a record that is not the own work is opened. */
export function EmergencyDialog({ residentId, open, onClose, onOpened }: EmergencyDialogProps) {
  const [form] = Form.useForm<Values>();
  const submission = useSubmissionKey();
  const start = useMutation({
    mutationFn: ({ reason, words }: Values) => {
      const body = { residentId, reason, words: words.trim() };
      return emergencyApi.start({ body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: () => {
      submission.done();
      onClose();
      onOpened();
    },
  });
  return (
    <Modal
      open={open}
      title="紧急查看"
      okText="写明了，打开资料"
      okButtonProps={{ danger: true, loading: start.isPending }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      mask={{ closable: false }}
    >
      <p>只在有急事时用。打开的每一页都会记下，主任和审计员要逐条复核。</p>
      {start.error && <Alert type="error" showIcon title={errorText(start.error)} style={{ marginBottom: 16 }} />}
      <Form<Values> form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={start.mutate}>
        <Form.Item name="reason" label="原因" rules={[{ validator: checkReason }]}>
          <Radio.Group aria-label="原因" options={options} vertical />
        </Form.Item>
        <Form.Item
          name="words"
          label="说明"
          rules={[{ required: true, whitespace: true, message: '请写明是什么情况' }]}
        >
          <Input.TextArea rows={3} showCount maxLength={EMERGENCY_WORDS_MAX} placeholder="例如：突发胸痛，要看用药" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
