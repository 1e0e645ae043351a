import type { HealthRecord } from '@linkang/shared/api/record.routes';
import { RECORD_WORDS_MAX, type ClosingReason } from '@linkang/shared/domain/record-form';
import { Alert, Form, Input, Modal, Radio } from 'antd';
import { errorText } from '../../api/api-error';
import { recordApi } from '../../api/clients';
import { todayDay } from '../../components/words';
import { closingOptions } from './record-words';
import { useChange } from './use-record';

interface Values {
  reason: ClosingReason;
  day: string;
  words?: string;
}

interface CloseDialogProps {
  record: HealthRecord;
  onClose: () => void;
}

/** Closes a record: why, since which day, and what else is known. */
export function CloseDialog({ record, onClose }: CloseDialogProps) {
  const [form] = Form.useForm<Values>();
  const { residentId, rev, openedDay } = record;
  const close = useChange(
    residentId,
    ({ reason, day, words = '' }: Values) =>
      recordApi.close({ params: { id: residentId }, body: { rev, reason, day, words } }),
    { done: '档案已终止', onDone: onClose },
  );
  return (
    <Modal
      open
      title="终止档案"
      okText="终止档案"
      okButtonProps={{ danger: true, loading: close.isPending }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>终止后不能再修改，内容都会保留；弄错了可以恢复。</p>
      <div role="alert">{close.error && <Alert type="error" showIcon title={errorText(close.error)} />}</div>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ day: todayDay() }}
        onFinish={(values) => close.mutate({ ...values, words: values.words?.trim() ?? '' })}
      >
        <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请选择原因' }]}>
          <Radio.Group options={closingOptions} />
        </Form.Item>
        <Form.Item name="day" label="从哪一天起" rules={[{ required: true, message: '请填写日期' }]}>
          <Input type="date" min={openedDay} max={todayDay()} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="words" label="说明（可以不写）">
          <Input.TextArea rows={3} maxLength={RECORD_WORDS_MAX} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
