import type { Contract } from '@linkang/shared/api/contract.routes';
import { Alert, Button, Checkbox, Form, Radio, Select } from 'antd';
import { errorText } from '../../api/api-error';
import { faultsOf, showFaults } from '../../components/form-faults';
import { QueryView } from '../../components/query-view';
import { identityWords } from './contract-words';
import { PaperField } from './paper-field';
import { usePaperChoices, useSendPaper, type PaperMatter, type PaperValues } from './use-paper';

const BASIC = 'BASIC';

// A rule of the form's own: `required` would give the group of boxes an attribute that it must not have.
const atLeastOne = (_: unknown, ids: string[]): Promise<void> =>
  ids.length > 0 ? Promise.resolve() : Promise.reject(new Error('请至少选一个服务包'));

type Choices = NonNullable<ReturnType<typeof usePaperChoices>['data']>;

const terms = ([1, 2, 3] as const).map((value) => ({ value, label: `${value} 年` }));
const papers = Object.entries(identityWords).map(([value, label]) => ({ value, label }));

const startOf = (matter: PaperMatter, { packages }: Choices): Partial<PaperValues> => {
  if (matter.kind === 'first') return { packageIds: [BASIC], termYears: 1 };
  const before = matter.contract.packages.map(({ code }) => code);
  const packageIds = packages.map(({ code }) => code).filter((code) => before.includes(code));
  return { packageIds, termYears: matter.contract.termYears as PaperValues['termYears'] };
};

interface PaperFormProps {
  matter: PaperMatter;
  onDone: (contract: Contract) => void;
}

function Fields({ matter, choices, onDone }: PaperFormProps & { choices: Choices }) {
  const [form] = Form.useForm<PaperValues>();
  const sending = useSendPaper(matter, choices.textVersion, onDone);
  const taken = matter.kind === 'transfer' ? matter.contract.teamId : undefined;
  const teams = choices.teams.filter(({ id }) => id !== taken);
  const submit = (values: PaperValues): void =>
    sending.mutate(values, { onError: (error) => void showFaults(form, faultsOf(error)) });
  const failure = sending.error && !faultsOf(sending.error).length && errorText(sending.error);
  return (
    <Form<PaperValues> form={form} layout="vertical" initialValues={startOf(matter, choices)} onFinish={submit}>
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      {matter.kind !== 'renewal' && (
        <Form.Item name="teamId" label="签约团队" rules={[{ required: true, message: '请选择团队' }]}>
          <Select options={teams.map(({ id, name }) => ({ value: id, label: name }))} placeholder="选择团队" />
        </Form.Item>
      )}
      <Form.Item name="packageIds" label="服务包" rules={[{ validator: atLeastOne }]}>
        <Checkbox.Group
          options={choices.packages.map(({ id, name, forWhom }) => ({ value: id, label: `${name}（${forWhom}）` }))}
          style={{ flexDirection: 'column', gap: 6 }}
        />
      </Form.Item>
      <Form.Item name="termYears" label="签几年">
        <Radio.Group options={terms} />
      </Form.Item>
      <Form.Item name="identityPaper" label="当面核对的证件" rules={[{ required: true, message: '请选择核对的证件' }]}>
        <Radio.Group options={papers} />
      </Form.Item>
      <Form.Item
        name="paper"
        label={`签好的纸质协议（版本 ${choices.textVersion}）`}
        extra="照片加密保存，只有审核签约的员工能看。"
        rules={[{ required: true, message: '请拍下签好的协议' }]}
      >
        <PaperField />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={sending.isPending}>
        提交审核
      </Button>
    </Form>
  );
}

/** Brings in what somebody signed on paper before staff. */
export function PaperForm(props: PaperFormProps) {
  const choices = usePaperChoices();
  return <QueryView query={choices}>{(loaded) => <Fields {...props} choices={loaded} />}</QueryView>;
}
