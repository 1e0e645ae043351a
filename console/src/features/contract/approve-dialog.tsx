import type { Contract } from '@linkang/shared/api/contract.routes';
import { DatePicker, Form, Modal, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import { dayText, todayDay } from '../../components/words';

interface Values {
  when: 'today' | 'later';
  day?: Dayjs;
}

interface ApproveDialogProps {
  contract: Contract;
  open: boolean;
  busy: boolean;
  /** Gets the first day where it is not today. */
  onSubmit: (startDay: string | undefined) => void;
  onClose: () => void;
}

/** Asks from which day an approved contract runs; a renewal follows the one before without choice. */
export function ApproveDialog({ contract, open, busy, onSubmit, onClose }: ApproveDialogProps) {
  const [form] = Form.useForm<Values>();
  const when = Form.useWatch('when', form) as Values['when'] | undefined;
  const { residentName, teamName, termYears, kind } = contract;
  return (
    <Modal
      open={open}
      title={`通过 ${residentName} 与${teamName}的签约？`}
      okText="确认通过"
      okButtonProps={{ loading: busy }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      mask={{ closable: false }}
    >
      {kind === 'renewal' && <p>这是续签：原签约到期的第二天接着生效，为期 {termYears} 年。</p>}
      {kind === 'transfer' && <p>这是换团队：生效那天原签约同时结束，中间不断档。</p>}
      <Form<Values>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ when: 'today' }}
        onFinish={(values) => onSubmit(values.when === 'later' ? values.day?.format('YYYY-MM-DD') : undefined)}
      >
        {kind !== 'renewal' && (
          <Form.Item name="when" label={`从哪天起生效（为期 ${termYears} 年）`}>
            <Radio.Group
              options={[
                { value: 'today', label: `今天（${dayText(todayDay())}）` },
                { value: 'later', label: '以后的一天' },
              ]}
            />
          </Form.Item>
        )}
        {when === 'later' && (
          <Form.Item name="day" label="生效日期" rules={[{ required: true, message: '请选择日期' }]}>
            <DatePicker disabledDate={(day) => day.format('YYYY-MM-DD') <= todayDay()} style={{ width: '100%' }} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
