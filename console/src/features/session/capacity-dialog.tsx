import type { Session } from '@linkang/shared/api/session.routes';
import { MAX_CAPACITY, sessionRoutes } from '@linkang/shared/api/session.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { sessionApi } from '../../api/clients';
import { faultsOf, faultsOfIssues, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { useSessionRefresh } from './use-session-refresh';

interface Values {
  capacity: number | null;
}

const conflictText = ({ capacity }: Session): string =>
  `这一场刚刚被别人改过，没有保存。现在共 ${capacity} 个名额，请核对后再保存。`;

/** Changes how many seats a session has, unless somebody else has changed the session since it was shown. */
export function CapacityDialog({ session: shown, onClose }: { session: Session; onClose: () => void }) {
  // What the clerk has seen: a change by somebody else meanwhile must not pass unseen.
  const [session, setSession] = useState(shown);
  const [form] = Form.useForm<Values>();
  const queryClient = useQueryClient();
  const tell = useTell();
  const refresh = useSessionRefresh(session.id);
  const params = { id: session.id };
  const change = useMutation({
    mutationFn: (capacity: number) => sessionApi.capacity({ params, body: { capacity, rev: session.rev } }),
    onSuccess: ({ capacity }) => {
      tell.done(`名额已改为 ${capacity} 个`);
      onClose();
    },
    onError: async (error) => {
      showFaults(form, faultsOf(error));
      if (!hasCode(error, 'STATE_CONFLICT')) return;
      const queryKey = ['session', session.id];
      setSession(
        await queryClient.fetchQuery({ queryKey, queryFn: () => sessionApi.get({ params, query: {} }), staleTime: 0 }),
      );
    },
    onSettled: refresh,
  });
  const submit = ({ capacity }: Values): void => {
    const parsed = sessionRoutes.capacity.body.safeParse({ capacity, rev: session.rev });
    if (parsed.success) change.mutate(parsed.data.capacity);
    else showFaults(form, faultsOfIssues(parsed.error.issues));
  };
  const failure = hasCode(change.error, 'STATE_CONFLICT')
    ? conflictText(session)
    : change.error && errorText(change.error);
  return (
    <Modal
      open
      title="改名额"
      okText="保存名额"
      okButtonProps={{ loading: change.isPending }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('capacity')}
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <p>
        现在共 {session.capacity} 个名额，余 {session.remaining}{' '}
        个。减少名额不会取消任何人的号；已约的人退号后，多出来的号不再放出。
      </p>
      <Form<Values> form={form} layout="vertical" initialValues={{ capacity: session.capacity }} onFinish={submit}>
        <Form.Item name="capacity" label="总名额" rules={[{ required: true, message: `请填 1 到 ${MAX_CAPACITY}` }]}>
          <InputNumber min={1} max={MAX_CAPACITY} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
