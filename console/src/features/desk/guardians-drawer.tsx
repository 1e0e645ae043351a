import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import { guardianRoutes } from '@linkang/shared/api/guardian.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { Resident } from '@linkang/shared/api/resident.routes';
import type { GuardianRelationship } from '@linkang/shared/domain/guardianship';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { guardianApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { useSubmissionKey } from '../../api/use-submission-key';
import { EmptyNote } from '../../components/empty-note';
import { clearFaults, faultsOf, faultsOfIssues, showFaults } from '../../components/form-faults';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText, guardianNames } from '../../components/words';

type Word = Parameters<typeof StateTag>[0]['word'];

const stateWords: Record<Guardianship['status'], Word> = {
  proposed: ['等待对方同意', 'wait'],
  active: ['有效', 'good'],
  declined: ['对方不同意', 'calm'],
  ended: ['已停止', 'calm'],
};

const addedWords: Record<Guardianship['addedBy'], string> = {
  registration: '建档时登记',
  guardian: '另一位监护人添加',
  desk: '前台登记',
  claim: '前台凭证件核对',
};

const untilText = ({ recordEndsDay, endsDay, status }: Guardianship): string =>
  status === 'active' && recordEndsDay && endsDay
    ? `${dayText(recordEndsDay)}前可办理全部事项，之后到${dayText(endsDay)}前只能帮忙约号`
    : '';

interface Values {
  name: string;
  idNumber: string;
  relationship?: GuardianRelationship;
}

function AddForm({ child, onDone }: { child: Resident; onDone: () => void }) {
  const [form] = Form.useForm<Values>();
  const submission = useSubmissionKey();
  const tell = useTell();
  const add = useMutation({
    mutationFn: (body: Required<Values>) =>
      guardianApi.add({ params: { id: child.id }, body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: () => {
      submission.done();
      tell.done('监护人已登记');
      form.resetFields();
      onDone();
    },
    onError: (error) => void showFaults(form, faultsOf(error)),
  });
  const submit = (values: Values): void => {
    const parsed = guardianRoutes.add.body.safeParse(values);
    if (!parsed.success) return void showFaults(form, faultsOfIssues(parsed.error.issues));
    add.mutate(parsed.data);
  };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={{ name: '', idNumber: '' }}
      onValuesChange={(changed: object) => clearFaults(form, changed)}
      onFinish={submit}
    >
      <h3>再登记一位监护人</h3>
      <p className="soft">请核对监护人的身份证，和出生医学证明或户口簿上的关系。</p>
      {add.error && faultsOf(add.error).length === 0 && (
        <Alert type="error" showIcon title={errorText(add.error)} style={{ marginBottom: 16 }} />
      )}
      <Form.Item name="name" label="监护人姓名" required>
        <Input autoComplete="off" maxLength={50} />
      </Form.Item>
      <Form.Item name="idNumber" label="监护人身份证号" required>
        <Input autoComplete="off" maxLength={18} />
      </Form.Item>
      <Form.Item name="relationship" label="是孩子的" rules={[{ required: true, message: '请选择关系' }]}>
        <Select options={Object.entries(guardianNames).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        登记监护人
      </Button>
    </Form>
  );
}

interface EndDialogProps {
  guardianship: Guardianship;
  onDone: () => void;
  onClose: () => void;
}

function EndDialog({ guardianship, onDone, onClose }: EndDialogProps) {
  const [form] = Form.useForm<{ reason: string }>();
  const tell = useTell();
  const end = useMutation({
    mutationFn: (reason: string) => guardianApi.end({ params: { id: guardianship.id }, body: { reason } }),
    onSuccess: () => {
      tell.done('已停止');
      onDone();
      onClose();
    },
    onError: tell.failed,
  });
  return (
    <Modal
      open
      title={`停止${guardianship.name}的监护登记？`}
      okText="停止"
      okButtonProps={{ danger: true, loading: end.isPending }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>停止后，{guardianship.name}马上不能再替孩子办事。</p>
      <Form form={form} layout="vertical" onFinish={({ reason }) => end.mutate(reason.trim())}>
        <Form.Item
          name="reason"
          label="为什么停止，凭什么证件"
          rules={[{ required: true, whitespace: true, message: '请写明为什么停止' }]}
        >
          <Input.TextArea rows={3} showCount maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function GuardianItem({ row, onEnd }: { row: Guardianship; onEnd: (() => void) | undefined }) {
  const isOpen = row.status === 'active' || row.status === 'proposed';
  return (
    <li>
      <div className="proxy-head">
        <strong>
          {row.name}（{guardianNames[row.relationship]}）
        </strong>
        <StateTag word={stateWords[row.status]} />
      </div>
      <p className="soft">{[addedWords[row.addedBy], untilText(row)].filter(Boolean).join(' · ')}</p>
      {isOpen && onEnd && (
        <div className="button-row">
          <Button danger aria-label={`停止 ${row.name}`} onClick={onEnd}>
            停止
          </Button>
        </div>
      )}
    </li>
  );
}

/** Who answers for a child: added and ended at the desk with the papers. */
export function GuardiansDrawer({ resident, onClose }: { resident: Resident; onClose: () => void }) {
  const roles = useAccount()?.roles ?? [];
  const queryClient = useQueryClient();
  const [ending, setEnding] = useState<Guardianship | null>(null);
  const queryKey = ['guardians', resident.id];
  const query = useQuery({ queryKey, queryFn: () => guardianApi.ofResident({ params: { id: resident.id } }) });
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey });
  const mayChange = staffMay(roles, 'guardian.add');
  return (
    <Drawer open title={`监护人：${resident.name}`} size={560} onClose={onClose}>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyNote text="还没有登记监护人" />
          ) : (
            <ul className="proxy-list">
              {items.map((row) => (
                <GuardianItem key={row.id} row={row} onEnd={mayChange ? () => setEnding(row) : undefined} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {mayChange && <AddForm child={resident} onDone={refresh} />}
      {ending && <EndDialog guardianship={ending} onDone={refresh} onClose={() => setEnding(null)} />}
    </Drawer>
  );
}
