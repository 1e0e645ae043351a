import { MAX_COUNTED } from '@linkang/shared/api/lecture-day';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber } from 'antd';
import { lectureApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { showFaults, faultsOf } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import './record.css';

type Group = CallReply<LectureRoutes['attendance']>['groups'][number];

interface CountedValues {
  count: number | null;
  note: string;
}

interface CountedPanelProps {
  lectureId: string;
  groups: readonly Group[];
  onChanged: () => void;
  onWithdraw: (entryId: string) => void;
}

function useCounted(lectureId: string, onChanged: () => void) {
  const [form] = Form.useForm<CountedValues>();
  const submission = useSubmissionKey();
  const tell = useTell();
  const add = useMutation({
    mutationFn: ({ count, note }: CountedValues) => {
      const body = { count: count ?? 0, note };
      return lectureApi.addCounted({ params: { id: lectureId }, body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: ({ count }) => {
      submission.done();
      form.resetFields();
      tell.done(`加了 ${count} 人`);
      onChanged();
    },
    onError: (error) => {
      const faults = faultsOf(error);
      if (faults.length === 0 || showFaults(form, faults).length > 0) tell.failed(error);
    },
  });
  return { form, add };
}

/** People without a phone or a record: a number and what group it was. */
export function CountedPanel({ lectureId, groups, onChanged, onWithdraw }: CountedPanelProps) {
  const { form, add } = useCounted(lectureId, onChanged);
  return (
    <section className="panel" aria-label="只计人数">
      <h2>只计人数</h2>
      <p className="soft">没有手机、没有档案的人，数一数记下来。备注写是哪一批人，不写姓名。</p>
      <Form<CountedValues>
        form={form}
        layout="inline"
        initialValues={{ count: null, note: '' }}
        onFinish={(values) => add.mutate(values)}
      >
        <Form.Item name="count" label="人数" rules={[{ required: true, message: `请填 1 到 ${MAX_COUNTED}` }]}>
          <InputNumber min={1} max={MAX_COUNTED} precision={0} />
        </Form.Item>
        <Form.Item name="note" label="备注（可不填）">
          <Input maxLength={60} placeholder="例如：六年级二班" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={add.isPending}>
          加上
        </Button>
      </Form>
      <ul className="counted-list" aria-label="已记的人数">
        {groups.map(({ id, count, note, at }) => (
          <li key={id}>
            <span>
              {count} 人{note && `，${note}`}，{instantText(at)}
            </span>
            <Button aria-label={`记错了，撤回：${count}人 ${note}`} onClick={() => onWithdraw(id)}>
              记错了，撤回
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
