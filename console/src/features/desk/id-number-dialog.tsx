import type { Resident } from '@linkang/shared/api/resident.routes';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { errorText } from '../../api/api-error';
import { residentApi } from '../../api/clients';
import { faultsOf, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { todayDay } from '../../components/words';

const rule = (_: unknown, typed = ''): Promise<void> => {
  const parsed = parseIdNumber(typed, todayDay());
  return parsed.ok ? Promise.resolve() : Promise.reject(new Error(idNumberFaultText[parsed.reason]));
};

/** Adds the ID number of a child who has been known by the birth certificate. */
export function IdNumberDialog({ resident, onClose }: { resident: Resident; onClose: () => void }) {
  const [form] = Form.useForm<{ idNumber: string }>();
  const queryClient = useQueryClient();
  const tell = useTell();
  const add = useMutation({
    mutationFn: (idNumber: string) =>
      residentApi.addIdNumber({ params: { id: resident.id }, body: { rev: resident.rev, idNumber } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(['resident', resident.id], saved);
      tell.done('身份证号已补登');
      onClose();
    },
    onError: (error) => void showFaults(form, faultsOf(error)),
  });
  return (
    <Modal
      open
      title={`补登身份证号：${resident.name}`}
      okText="保存"
      okButtonProps={{ loading: add.isPending }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('idNumber')}
    >
      <p>请看着孩子的身份证或户口簿填写。出生日期和性别会按身份证号更正，出生医学证明编号保留。</p>
      {add.error && faultsOf(add.error).length === 0 && (
        <Alert type="error" showIcon title={errorText(add.error)} style={{ marginBottom: 16 }} />
      )}
      <Form form={form} layout="vertical" onFinish={({ idNumber }) => add.mutate(idNumber.trim())}>
        <Form.Item name="idNumber" label="身份证号" validateTrigger="onSubmit" rules={[{ validator: rule }]}>
          <Input autoComplete="off" maxLength={18} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
