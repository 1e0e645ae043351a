import type { Task } from '@linkang/shared/api/task.routes';
import { checkRecheck } from '@linkang/shared/domain/recheck';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { Alert, Button, DatePicker, Form, InputNumber } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { todayDay } from '../../components/words';
import { useMeasure } from './use-task';

interface Values {
  day: Dayjs;
  values: Record<string, number | null | undefined>;
}

const enteredOf = (values: Values['values']): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([code, value]) => (typeof value !== 'number' ? [] : [[code, value]])),
  );

/** What was measured again, by the items that the table asks for; the rules say what follows. */
export function ReadingForm({ task }: { task: Task }) {
  const [form] = Form.useForm<Values>();
  const [faults, setFaults] = useState<string[]>([]);
  const measure = useMeasure(task.id, () => form.resetFields());
  const submit = ({ day, values }: Values): void => {
    const entered = enteredOf(values);
    const found = checkRecheck(physicalActions, physicalItems, task.subject ?? undefined, entered);
    setFaults(found.map(({ text }) => text));
    if (found.length === 0)
      measure.mutate({
        day: day.format('YYYY-MM-DD'),
        values: Object.entries(entered).map(([code, value]) => ({ code, value })),
      });
  };
  const words = [...faults, ...(measure.error ? [errorText(measure.error)] : [])];
  return (
    <section aria-label="记下复查的数值">
      <h3>复查量了多少</h3>
      <Form form={form} layout="vertical" onFinish={submit} initialValues={{ day: dayjs(todayDay()) }}>
        <Form.Item name="day" label="哪天量的" rules={[{ required: true, message: '请选择日期' }]}>
          <DatePicker allowClear={false} maxDate={dayjs(todayDay())} />
        </Form.Item>
        <div className="toolbar">
          {task.asks.map(({ code, name, unit }) => (
            <Form.Item key={code} name={['values', code]} label={`${name}（${unit}）`}>
              <InputNumber style={{ width: 125 }} />
            </Form.Item>
          ))}
        </div>
        {words.length > 0 && <Alert type="error" showIcon role="alert" title={words.join('')} />}
        <Button type="primary" htmlType="submit" loading={measure.isPending} style={{ marginTop: 12 }}>
          记下数值
        </Button>
      </Form>
    </section>
  );
}
