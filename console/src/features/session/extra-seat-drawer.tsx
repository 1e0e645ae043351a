import { bookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { bookingApi, residentApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultsOfIssues, showFaults } from '../../components/form-faults';
import { PersonSearch } from '../../components/person-search';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { sexNames } from '../../components/words';
import { useSessionRefresh } from './use-session-refresh';

const REASON_MAX = 60;

interface Values {
  reason: string;
}

interface ExtraSeatFormProps {
  session: Session;
  residentId: string;
  onDone: () => void;
}

function useExtraSeat({ session, residentId, onDone }: ExtraSeatFormProps) {
  const submission = useSubmissionKey();
  const tell = useTell();
  const refresh = useSessionRefresh(session.id);
  return useMutation({
    mutationFn: (reason: string) => {
      const body = { residentId, reason };
      return bookingApi.extra({ params: { id: session.id }, body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: ({ number }) => {
      submission.done();
      tell.done(`已加号：${number}号，请告诉居民`);
      onDone();
    },
    onSettled: refresh,
  });
}

/** The person who was found, and why the seat is added. */
function ExtraSeatForm(props: ExtraSeatFormProps) {
  const { residentId } = props;
  const [form] = Form.useForm<Values>();
  const extra = useExtraSeat(props);
  const person = useQuery({
    queryKey: ['resident', residentId, 'standing'],
    queryFn: () => residentApi.standing({ params: { id: residentId } }),
  });
  const submit = ({ reason }: Values): void => {
    const parsed = bookingRoutes.extra.body.safeParse({ residentId, reason });
    if (!parsed.success) return void showFaults(form, faultsOfIssues(parsed.error.issues));
    extra.mutate(parsed.data.reason, { onError: (error) => void showFaults(form, faultsOf(error)) });
  };
  const failure = extra.error && !faultsOf(extra.error).length && errorText(extra.error);
  return (
    <QueryView query={person}>
      {({ person: { name, sex, age, idNumberMasked } }) => (
        <section aria-label="加号的居民">
          <p>
            <strong>{name}</strong> {sexNames[sex]} {age}岁 · 证件 {idNumberMasked}
          </p>
          {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
          <Form<Values> form={form} layout="vertical" initialValues={{ reason: '' }} onFinish={submit}>
            <Form.Item
              name="reason"
              label="加号原因"
              rules={[{ required: true, whitespace: true, message: '请写明原因' }]}
            >
              <Input.TextArea rows={2} showCount maxLength={REASON_MAX} placeholder="例如：复诊，医生同意加号" />
            </Form.Item>
            <Button type="primary" htmlType="submit" loading={extra.isPending}>
              确认加号
            </Button>
          </Form>
        </section>
      )}
    </QueryView>
  );
}

/** Adds a seat beyond the capacity for one person who is looked up here. */
export function ExtraSeatDrawer({ session, onClose }: { session: Session; onClose: () => void }) {
  const [residentId, setResidentId] = useState<string | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  const show = (found: string | null, missing: boolean): void => {
    setResidentId(found);
    setIsMissing(missing);
  };
  return (
    <Drawer open title="加号" size={560} onClose={onClose} mask={{ closable: false }}>
      <p className="soft">加号不占名额，号码从 900 开始；退掉后不再放出。查看居民信息会记入日志。</p>
      <PersonSearch
        onSearch={() => show(null, false)}
        onOpen={(id) => show(id, false)}
        onMissing={() => show(null, true)}
      />
      {isMissing && <p role="status">没有找到这位居民，请先到“前台”登记。</p>}
      {residentId && <ExtraSeatForm key={residentId} session={session} residentId={residentId} onDone={onClose} />}
    </Drawer>
  );
}
