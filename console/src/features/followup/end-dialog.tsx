import type { Enrolment } from '@linkang/shared/api/followup.routes';
import { endReasons, FOLLOW_UP_WORDS_MAX, type EndReason } from '@linkang/shared/domain/follow-up-visit';
import { Form, Input, Modal, Radio } from 'antd';
import { followupApi } from '../../api/clients';
import { useEnrolmentChange } from './use-enrolment-change';

interface Values {
  reason: EndReason;
  words?: string;
}

/** Ends the care in a programme; what was done stays. */
export function EndDialog({ enrolment, onClose }: { enrolment: Enrolment; onClose: () => void }) {
  const { id, residentId, rev, programmeName } = enrolment;
  const [form] = Form.useForm<Values>();
  const reason = Form.useWatch('reason', form);
  const change = useEnrolmentChange(
    residentId,
    ({ reason: why, words }: Values) =>
      followupApi.end({ params: { id }, body: { rev, reason: why, ...(words?.trim() ? { words } : {}) } }),
    '已结束管理',
  );
  return (
    <Modal
      open
      title={`结束${programmeName}管理`}
      okText="结束管理"
      cancelText="返回"
      okButtonProps={{ danger: true, loading: change.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>结束后不再提醒随访，以前的记录都保留。</p>
      <Form form={form} layout="vertical" onFinish={(values) => change.mutate(values, { onSuccess: onClose })}>
        <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请选择原因' }]}>
          <Radio.Group options={Object.entries(endReasons).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item
          name="words"
          label="说明"
          rules={[{ required: reason === 'doctor', whitespace: true, message: '请写明为什么结束' }]}
        >
          <Input.TextArea rows={2} showCount maxLength={FOLLOW_UP_WORDS_MAX} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
