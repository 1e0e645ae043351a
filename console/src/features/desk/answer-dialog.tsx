import { bookingRoutes } from '@linkang/shared/api/booking.routes';
import type { CallInput } from '@linkang/shared/api/route';
import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import { Form, Input, Modal, Radio } from 'antd';
import { faultsOfIssues, showFaults } from '../../components/form-faults';

type Answer = CallInput<BookingRoutes['answerAppeal']>['body'];

interface Values {
  accepted?: boolean;
  text: string;
}

interface AnswerDialogProps {
  residentName: string;
  appeal: string;
  busy: boolean;
  onSubmit: (answer: Answer) => void;
  onClose: () => void;
}

const TEXT_MAX = 100;

/** Answers what somebody said to an absence; the person reads the words. */
export function AnswerDialog({ residentName, appeal, busy, onSubmit, onClose }: AnswerDialogProps) {
  const [form] = Form.useForm<Values>();
  const submit = (values: Values): void => {
    const parsed = bookingRoutes.answerAppeal.body.safeParse(values);
    if (parsed.success) onSubmit(parsed.data);
    else showFaults(form, faultsOfIssues(parsed.error.issues));
  };
  return (
    <Modal
      open
      title={`答复${residentName}的说明`}
      okText="发送答复"
      okButtonProps={{ loading: busy }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>居民说明：{appeal}</p>
      <Form<Values> form={form} layout="vertical" initialValues={{ text: '' }} onFinish={submit}>
        <Form.Item name="accepted" label="怎么处理" rules={[{ required: true, message: '请选择怎么处理' }]}>
          <Radio.Group
            options={[
              { value: true, label: '情况属实，不算爽约' },
              { value: false, label: '仍算爽约' },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="text"
          label="答复（会发给居民）"
          rules={[{ required: true, whitespace: true, message: '请写答复' }]}
        >
          <Input.TextArea rows={3} showCount maxLength={TEXT_MAX} placeholder="例如：祝您早日康复，这次不算爽约。" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
