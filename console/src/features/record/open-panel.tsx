import type { RecordTag } from '@linkang/shared/domain/record-form';
import { Alert, Button, Checkbox, Form, Input } from 'antd';
import { errorText } from '../../api/api-error';
import { recordApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { todayDay } from '../../components/words';
import { tagOptions } from './record-words';
import { useChange } from './use-record';

interface Values {
  openedDay: string;
  paper: boolean;
  tags: RecordTag[];
}

/** Opens a record for somebody who has none. */
export function OpenPanel({ residentId }: { residentId: string }) {
  const submission = useSubmissionKey();
  const open = useChange(
    residentId,
    ({ openedDay, paper, tags }: Values) => {
      const body = { openedDay, electronic: !paper, tags };
      return recordApi.create({ params: { id: residentId }, body }, { idempotencyKey: submission.keyFor(body) });
    },
    { done: '健康档案已建立，请继续填写', onDone: () => undefined },
  );
  return (
    <section className="panel" aria-label="建立健康档案">
      <h2>还没有健康档案</h2>
      <p>建档后会得到档案编号，再逐项填写基本情况、过敏和病史。负责团队按现有签约自动带出。</p>
      <div role="alert">{open.error && <Alert type="error" showIcon title={errorText(open.error)} />}</div>
      <Form
        layout="vertical"
        initialValues={{ openedDay: todayDay(), paper: false, tags: [] }}
        onFinish={(values: Values) => open.mutate(values)}
      >
        <Form.Item name="openedDay" label="建档日期" rules={[{ required: true, message: '请填写日期' }]}>
          <Input type="date" max={todayDay()} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="paper" valuePropName="checked">
          <Checkbox>原来有纸质档案，现在转到系统里</Checkbox>
        </Form.Item>
        <Form.Item name="tags" label="人群（可以以后再选）">
          <Checkbox.Group options={tagOptions} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={open.isPending}>
          建立健康档案
        </Button>
      </Form>
    </section>
  );
}
