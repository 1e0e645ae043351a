import type { Doctor } from '@linkang/shared/api/doctor.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form } from 'antd';
import { useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { doctorApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { DoctorFields } from './doctor-fields';
import { checkDoctor, type DoctorChange, type DoctorValues } from './doctor-form';

const CONFLICT_WORDS = '这份介绍刚刚被别人改过，没有保存。请关闭后重新打开再改。';

function useSaveDoctor(onSaved: () => void) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  return useMutation({
    mutationFn: (change: DoctorChange) =>
      change.kind === 'new'
        ? doctorApi.create({ body: change.body }, { idempotencyKey: submission.keyFor(change.body) })
        : doctorApi.update({ params: { id: change.id }, body: change.body }),
    onSuccess: async ({ name }) => {
      submission.done();
      tell.done(`已保存 ${name}`);
      onSaved();
      await Promise.all(
        ['doctors', 'doctor-accounts'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
}

interface DoctorDrawerProps {
  /** The one to change; null for a new one. */
  doctor: Doctor | null;
  nextOrder: number;
  onClose: () => void;
}

/** The form of a doctor's profile. */
export function DoctorDrawer({ doctor, nextOrder, onClose }: DoctorDrawerProps) {
  const [form] = Form.useForm<DoctorValues>();
  const [loose, setLoose] = useState<string[]>([]);
  const save = useSaveDoctor(onClose);
  const show = (faults: Parameters<typeof showFaults>[1]): void =>
    setLoose(showFaults(form, faults, { staffId: 'who' }).map(faultText));
  const submit = (values: DoctorValues): void => {
    setLoose([]);
    const checked = checkDoctor(doctor, values);
    if (checked.faults) return show(checked.faults);
    save.mutate(checked.change, { onError: (error) => show(faultsOf(error)) });
  };
  const refusal = hasCode(save.error, 'STATE_CONFLICT') ? CONFLICT_WORDS : save.error && errorText(save.error);
  const failure = loose.length > 0 ? loose.join('；') : refusal;
  return (
    <Drawer
      open
      title={doctor ? `医生 ${doctor.name}` : '添加医生'}
      size={560}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField(doctor ? 'name' : 'who')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            保存
          </Button>
        </div>
      }
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form<DoctorValues>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={doctor ?? { active: true, order: nextOrder, specialities: [], photoFileId: null }}
        onFinish={submit}
      >
        <DoctorFields form={form} doctor={doctor} />
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
