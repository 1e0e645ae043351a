import type { DeskClaim } from '@linkang/shared/api/claim.routes';
import { certificateFaultText, parseCertificate } from '@linkang/shared/domain/guardianship';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input } from 'antd';
import { claimApi } from '../../api/clients';
import { faultsOf, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { guardianNames, sexNames, todayDay } from '../../components/words';

interface Values {
  idNumber: string;
}

function ClaimFacts({ claim }: { claim: DeskClaim }) {
  const { resident } = claim;
  const facts: [string, string, string][] = [
    ['姓名', claim.name, resident?.name ?? '—'],
    ['证件号', '和档案相同', resident?.idNumberMasked ?? '—'],
    ['性别年龄', '—', resident ? `${sexNames[resident.sex]} ${resident.age}岁` : '—'],
    ['电话', '—', resident?.phoneMasked ?? '未留'],
  ];
  return (
    <table className="claim-facts">
      <thead>
        <tr>
          <th scope="col">核对</th>
          <th scope="col">手机上填的</th>
          <th scope="col">档案里的</th>
        </tr>
      </thead>
      <tbody>
        {facts.map(([name, typed, kept]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{typed}</td>
            <td>{kept}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the desk has to look at twice before it confirms. */
function Warnings({ claim }: { claim: DeskClaim }) {
  return (
    <>
      {claim.guardian && (
        <Alert
          type="info"
          showIcon
          title={`${claim.guardian.name}申请登记为这个孩子的监护人（${guardianNames[claim.guardian.relationship]}）`}
          description="请核对申请人的身份证，以及出生医学证明或户口簿上的关系，再填孩子的证件号。"
        />
      )}
      {claim.isOtherName && (
        <Alert type="warning" showIcon title="姓名不一样" description="请看清身份证上的姓名，确实是本人再关联。" />
      )}
      {claim.hasOtherAccount && (
        <Alert
          type="warning"
          showIcon
          title="这份档案已关联另一个微信"
          description="关联后，原来的微信马上退出，不能再用这份档案。请问清是不是本人换了手机或微信。"
        />
      )}
    </>
  );
}

function useDecisions(claim: DeskClaim, onChanged: (claim: DeskClaim) => void) {
  const tell = useTell();
  const params = { id: claim.id };
  const confirm = useMutation({
    mutationFn: (idNumber: string) => claimApi.confirm({ params, body: { idNumber } }),
    onSuccess: (changed) => {
      tell.done('关联好了，请居民在手机上点“看看结果”');
      onChanged(changed);
    },
  });
  const reject = useMutation({
    mutationFn: () => claimApi.reject({ params }),
    onSuccess: (changed) => {
      tell.done('已拒绝关联');
      onChanged(changed);
    },
    onError: tell.failed,
  });
  return { confirm, reject, tell };
}

const idNumberRule = (_: unknown, typed = ''): Promise<void> => {
  // A certificate begins with a letter, which no ID number does.
  if (/^[a-z]/i.test(typed.trim())) {
    const certificate = parseCertificate(typed);
    return certificate.ok ? Promise.resolve() : Promise.reject(new Error(certificateFaultText[certificate.reason]));
  }
  const parsed = parseIdNumber(typed, todayDay());
  return parsed.ok ? Promise.resolve() : Promise.reject(new Error(idNumberFaultText[parsed.reason]));
};

function Decision({ claim, onChanged }: ClaimPanelProps) {
  const { modal } = App.useApp();
  const [form] = Form.useForm<Values>();
  const { confirm, reject, tell } = useDecisions(claim, onChanged);
  const submit = ({ idNumber }: Values): void =>
    confirm.mutate(idNumber.trim(), {
      onError: (error) => {
        const faults = faultsOf(error);
        if (faults.length === 0 || showFaults(form, faults).length > 0) tell.failed(error);
      },
    });
  const askReject = (): void =>
    void modal.confirm({
      title: '拒绝这次关联？',
      content: '居民手机上会看到没有办成，可以重新申请。',
      okText: '拒绝关联',
      okButtonProps: { danger: true },
      cancelText: '返回',
      onOk: () => reject.mutateAsync().catch(() => undefined),
    });
  return (
    <Form<Values> form={form} layout="vertical" initialValues={{ idNumber: '' }} onFinish={submit}>
      <Form.Item
        name="idNumber"
        label={claim.guardian ? '孩子证件上的号码' : '身份证上的号码'}
        extra={
          claim.guardian
            ? '请看着孩子的身份证、户口簿或出生医学证明填写。和手机上填的不一样就不能关联。'
            : '请看着居民本人的身份证填写，或用读卡器刷一下。和手机上填的不一样就不能关联。'
        }
        validateTrigger="onSubmit"
        rules={[{ validator: idNumberRule }]}
      >
        <Input autoComplete="off" maxLength={20} />
      </Form.Item>
      <div className="button-row">
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          核对无误，关联
        </Button>
        <Button danger onClick={askReject}>
          拒绝关联
        </Button>
      </div>
    </Form>
  );
}

interface ClaimPanelProps {
  claim: DeskClaim;
  onChanged: (claim: DeskClaim) => void;
}

/** The claim beside the record: compared with the card, then confirmed or refused. */
export function ClaimPanel({ claim, onChanged }: ClaimPanelProps) {
  if (claim.status !== 'open')
    return (
      <section className="panel" aria-label="结果">
        <Alert
          type={claim.status === 'done' ? 'success' : 'info'}
          showIcon
          title={claim.status === 'done' ? `${claim.name}的档案关联好了` : '已拒绝关联'}
          description={claim.status === 'done' ? '居民在手机上点“前台办好了，看看结果”就能用。' : undefined}
        />
      </section>
    );
  return (
    <section className="panel" aria-label="核对">
      <h2>核对身份证</h2>
      {claim.resident ? (
        <>
          <Warnings claim={claim} />
          <ClaimFacts claim={claim} />
          <Decision claim={claim} onChanged={onChanged} />
        </>
      ) : (
        <Alert
          type="info"
          showIcon
          title="这个证件号还没有档案"
          description="可能填错了号码。请居民在手机上核对后直接登记，或在“前台”给他建档。"
        />
      )}
    </section>
  );
}
