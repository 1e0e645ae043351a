import type { Enrolment } from '@linkang/shared/api/followup.routes';
import { useQuery } from '@tanstack/react-query';
import { Form, Modal, Select } from 'antd';
import { doctorApi, followupApi } from '../../api/clients';
import { useEnrolmentChange } from './use-enrolment-change';

/** Gives a person to another doctor of the centre. */
export function AssignDialog({ enrolment, onClose }: { enrolment: Enrolment; onClose: () => void }) {
  const { id, residentId, rev, doctorId } = enrolment;
  const [form] = Form.useForm<{ doctorId: string }>();
  const doctors = useQuery({ queryKey: ['doctors'], queryFn: () => doctorApi.list({ query: {} }) });
  const change = useEnrolmentChange(
    residentId,
    (chosen: string) => followupApi.assign({ params: { id }, body: { rev, doctorId: chosen } }),
    '已换好医生',
  );
  const options = (doctors.data?.items ?? [])
    .filter((doctor) => doctor.id !== doctorId && doctor.visitingFrom === null)
    .map((doctor) => ({ value: doctor.id, label: `${doctor.name} ${doctor.title}` }));
  return (
    <Modal
      open
      title="换医生"
      okText="换医生"
      cancelText="返回"
      okButtonProps={{ loading: change.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={(values) => change.mutate(values.doctorId, { onSuccess: onClose })}>
        <Form.Item name="doctorId" label="以后谁来随访" rules={[{ required: true, message: '请选择医生' }]}>
          <Select options={options} loading={doctors.isPending} placeholder="选择医生" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
