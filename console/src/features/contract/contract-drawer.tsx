import type { Contract } from '@linkang/shared/api/contract.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { contractApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { QueryView } from '../../components/query-view';
import { ReasonDialog } from '../../components/reason-dialog';
import { dayText, todayDay } from '../../components/words';
import { ContractFacts } from './contract-facts';
import { ContractSignature } from './contract-signature';
import { useDecision } from './use-decision';

function ContractReview({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const { modal } = App.useApp();
  const [rejecting, setRejecting] = useState(false);
  const [ending, setEnding] = useState(false);
  const roles = useAccount()?.roles ?? [];
  const canEnd = contract.status === 'active' && staffMay(roles, 'contract.end');
  const decision = useDecision(contract.id);
  const approve = (): void =>
    void modal.confirm({
      title: `通过 ${contract.residentName} 与${contract.teamName}的签约？`,
      content: `签约从今天（${dayText(todayDay())}）起生效，为期 ${contract.termYears} 年。`,
      okText: '确认通过',
      cancelText: '返回',
      onOk: () => decision.approve(),
    });
  return (
    <>
      {contract.capacityWarning && (
        <Alert type="warning" showIcon title="这个团队的签约人数已到上限。仍要通过的，请先和团队商量。" />
      )}
      <ContractFacts contract={contract} />
      <ContractSignature contract={contract} />
      <div className="button-row decision">
        {contract.can.approve && (
          <Button type="primary" onClick={approve} loading={decision.approving}>
            审核通过
          </Button>
        )}
        {contract.can.reject && (
          <Button danger onClick={() => setRejecting(true)}>
            驳回
          </Button>
        )}
        {canEnd && (
          <Button danger onClick={() => setEnding(true)}>
            结束签约
          </Button>
        )}
        <Button onClick={onClose}>关闭</Button>
      </div>
      <ReasonDialog
        open={rejecting}
        title="驳回签约"
        note="居民会看到这个原因，请写清楚要补什么、怎么办。"
        okText="确认驳回"
        busy={decision.rejecting}
        onSubmit={(reason) => void decision.reject(reason).then((done) => done && setRejecting(false))}
        onClose={() => setRejecting(false)}
      />
      <ReasonDialog
        open={ending}
        title="提前结束签约"
        note="签约今天就结束，不能恢复。居民会看到这个原因。"
        okText="结束签约"
        busy={decision.ending}
        onSubmit={(reason) => void decision.end(reason).then((done) => done && setEnding(false))}
        onClose={() => setEnding(false)}
      />
    </>
  );
}

/** One contract at the side of the list: who signed what, the signature, and the decision. */
export function ContractDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({ queryKey: ['contract', id], queryFn: () => contractApi.get({ params: { id } }) });
  return (
    <Drawer open title="签约详情" size={560} onClose={onClose}>
      <div className="stack">
        <QueryView query={query}>{(contract) => <ContractReview contract={contract} onClose={onClose} />}</QueryView>
      </div>
    </Drawer>
  );
}
