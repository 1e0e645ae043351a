import type { HealthRecord } from '@linkang/shared/api/record.routes';
import type { RecordTag } from '@linkang/shared/domain/record-form';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Select } from 'antd';
import { errorText } from '../../api/api-error';
import { recordApi, teamApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { tagOptions } from './record-words';
import { useChange } from './use-record';

interface Values {
  teamId?: string | null;
  doctorId?: string | null;
  electronic: boolean;
  tags: RecordTag[];
}

/** Whoever answers for the record now, and the caller. */
function useDoctors({ doctorId, doctorName }: HealthRecord): { value: string; label: string }[] {
  const account = useAccount();
  const me = account?.roles.includes('doctor') ? [{ value: account.id, label: `我（${account.name}）` }] : [];
  const present = doctorId !== null && doctorId !== account?.id ? [{ value: doctorId, label: doctorName }] : [];
  return [...present, ...me];
}

/** The groups of a record and who answers for it. */
export function KeepersDrawer({ record, onClose }: { record: HealthRecord; onClose: () => void }) {
  const { residentId, rev, teamId, doctorId, electronic, tags } = record;
  const teams = useQuery({ queryKey: ['teams'], queryFn: () => teamApi.list({ query: {} }), staleTime: 600_000 });
  const doctors = useDoctors(record);
  const save = useChange(
    residentId,
    (values: Values) =>
      recordApi.update({
        params: { id: residentId },
        body: { ...values, rev, teamId: values.teamId ?? null, doctorId: values.doctorId ?? null },
      }),
    { done: '已保存', onDone: onClose },
  );
  return (
    <Drawer open title="人群和负责医生" size={480} onClose={onClose}>
      <Form layout="vertical" initialValues={{ teamId, doctorId, electronic, tags }} onFinish={save.mutate}>
        <div role="alert">{save.error && <Alert type="error" showIcon title={errorText(save.error)} />}</div>
        <Form.Item name="tags" label="人群">
          <Checkbox.Group options={tagOptions} />
        </Form.Item>
        <Form.Item name="teamId" label="负责团队">
          <Select
            allowClear
            placeholder="未定"
            loading={teams.isPending}
            options={(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="doctorId" label="负责医生">
          <Select allowClear placeholder="未定" options={doctors} />
        </Form.Item>
        <Form.Item name="electronic" valuePropName="checked">
          <Checkbox>在系统里建的电子档案（不是从纸质档案转来的）</Checkbox>
        </Form.Item>
        <div className="button-row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            保存
          </Button>
          <Button onClick={onClose}>取消</Button>
        </div>
      </Form>
    </Drawer>
  );
}
