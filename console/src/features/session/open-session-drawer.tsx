import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form } from 'antd';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { sessionApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { busyDoctorText } from './clashes';
import { checkSession, fieldOfPath, type SessionBody, type SessionFormValues } from './session-form';
import { SessionFields } from './session-fields';

/** Where faults that depend on other fields are shown. */
const crossFields = ['endTime', 'quotas'] as const;

function useOpenSession(onOpened: () => void) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  return useMutation({
    mutationFn: (body: SessionBody) => sessionApi.create({ body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: async (session) => {
      submission.done();
      tell.done(`已开放：${dayText(session.day)} ${session.startTime} ${session.serviceName}`);
      onOpened();
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['sessions'] }),
        queryClient.invalidateQueries({ queryKey: ['today'] }),
      ]);
    },
  });
}

/** The form that opens a session. */
export function OpenSessionDrawer({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<SessionFormValues>();
  const [loose, setLoose] = useState<string[]>([]);
  const open = useOpenSession(onClose);
  const show = (faults: Parameters<typeof showFaults>[1]): void =>
    setLoose(showFaults(form, faults, fieldOfPath).map(faultText));
  const submit = (values: SessionFormValues): void => {
    setLoose([]);
    const checked = checkSession(values);
    if (checked.faults) return show(checked.faults);
    open.mutate(checked.body, { onError: (error) => show(faultsOf(error)) });
  };
  const failure =
    loose.length > 0 ? loose.join('；') : open.error && (busyDoctorText(open.error) ?? errorText(open.error));
  return (
    <Drawer
      open
      title="开放场次"
      size={520}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('serviceCode')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={open.isPending} onClick={() => form.submit()}>
            确认开放
          </Button>
        </div>
      }
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form<SessionFormValues>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={{ release: 'now', quotas: 'none' }}
        // Faults between several fields end when any of them changes.
        onValuesChange={() => form.setFields(crossFields.map((name) => ({ name, errors: [] })))}
        onFinish={submit}
      >
        <SessionFields form={form} />
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
