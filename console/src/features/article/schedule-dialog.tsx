import { instantOf } from '@linkang/shared/domain/clinic-day';
import { DatePicker, Form, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { TimeInput, tidyTime } from '../../components/time-input';
import { todayDay } from '../../components/words';

interface ScheduleValues {
  day: Dayjs;
  time: string;
}

interface ScheduleDialogProps {
  open: boolean;
  busy: boolean;
  onSubmit: (publishAt: string) => void;
  onClose: () => void;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const instantIn = ({ day, time }: ScheduleValues): Date => instantOf(day.format('YYYY-MM-DD'), tidyTime(time));

/** Asks when an article is to be published by itself. */
export function ScheduleDialog({ open, busy, onSubmit, onClose }: ScheduleDialogProps) {
  const [form] = Form.useForm<ScheduleValues>();
  const checkTime = (time: string): Promise<void> => {
    if (!TIME.test(tidyTime(time))) return Promise.reject(new Error('请写成 09:00 这样'));
    const day = form.getFieldValue('day') as Dayjs | undefined;
    const isPast = day && instantIn({ day, time }) <= new Date();
    return isPast ? Promise.reject(new Error('请选以后的时间')) : Promise.resolve();
  };
  return (
    <Modal
      open={open}
      title="定时发布"
      okText="定好时间"
      okButtonProps={{ loading: busy }}
      cancelText="返回"
      destroyOnHidden
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>到时自动发布。定好后再修改文字，要重新定时间。</p>
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={(values) => onSubmit(instantIn(values).toISOString())}
      >
        <Form.Item name="day" label="日期" rules={[{ required: true, message: '请选择日期' }]}>
          <DatePicker
            format={['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/MM/DD']}
            placeholder="年-月-日"
            style={{ width: '100%' }}
            minDate={dayjs(todayDay())}
            maxDate={dayjs(todayDay()).add(1, 'year')}
          />
        </Form.Item>
        <Form.Item
          name="time"
          label="时间"
          required
          rules={[{ validator: (_, time: string | undefined) => checkTime(time ?? '') }]}
        >
          <TimeInput />
        </Form.Item>
        <button type="submit" hidden />
      </Form>
    </Modal>
  );
}
