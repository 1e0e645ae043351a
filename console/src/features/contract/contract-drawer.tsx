import type { Contract } from '@linkang/shared/api/contract.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { contractApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { QueryView } from '../../components/query-view';
import { ReasonDialog } from '../../components/reason-dialog';
import { ApproveDialog } from './approve-dialog';
import { ContractFacts } from './contract-facts';
import { ContractHistory } from './contract-history';
import { ContractSignature } from './contract-signature';
import { EndDialog } from './end-dialog';
import { PaperForm } from './paper-form';
import { SignedTextButton } from './signed-text';
import { useDecision } from './use-decision';

type Dialog = 'approve' | 'reject' | 'end' | 'renewal' | 'transfer';

const ENDABLE: readonly Contract['status'][] = ['active', 'scheduled'];

interface ReviewProps {
  contract: Contract;
  onOpen: (id: string) => void;
  onClose: () => void;
}

function Buttons({
  contract,
  onAsk,
  onClose,
}: {
  contract: Contract;
  onAsk: (dialog: Dialog) => void;
  onClose: () => void;
}) {
  const roles = useAccount()?.roles ?? [];
  const { can, status } = contract;
  return (
    <div className="button-row decision">
      {can.approve && (
        <Button type="primary" onClick={() => onAsk('approve')}>
          审核通过
        </Button>
      )}
      {can.reject && (
        <Button danger onClick={() => onAsk('reject')}>
          驳回
        </Button>
      )}
      {can.renew && (
        <Button type="primary" onClick={() => onAsk('renewal')}>
          现场续签
        </Button>
      )}
      {can.transfer && <Button onClick={() => onAsk('transfer')}>换团队</Button>}
      {ENDABLE.includes(status) && staffMay(roles, 'contract.end') && (
        <Button danger onClick={() => onAsk('end')}>
          结束签约
        </Button>
      )}
      <Button onClick={onClose}>关闭</Button>
    </div>
  );
}

function ContractReview({ contract, onOpen, onClose }: ReviewProps) {
  const [asked, ask] = useState<Dialog | null>(null);
  const decision = useDecision(contract.id);
  const close = (): void => ask(null);
  const settle = (decided: Promise<boolean>): void => void decided.then((done) => done && close());
  const isOwnPaper = contract.can.reject && !contract.can.approve;
  return (
    <>
      {contract.capacityWarning && (
        <Alert type="warning" showIcon title="这个团队的签约人数已到上限。仍要通过的，请先和团队商量。" />
      )}
      {isOwnPaper && <Alert type="info" showIcon title="这份纸质协议是您录入的，请由另一位同事审核。" />}
      <ContractFacts contract={contract} />
      <SignedTextButton contract={contract} />
      <ContractSignature contract={contract} />
      <ContractHistory contract={contract} />
      <Buttons contract={contract} onAsk={ask} onClose={onClose} />
      <ApproveDialog
        contract={contract}
        open={asked === 'approve'}
        busy={decision.approving}
        onSubmit={(startDay) => settle(decision.approve(startDay))}
        onClose={close}
      />
      <ReasonDialog
        open={asked === 'reject'}
        title="驳回签约"
        note="居民会看到这个原因，请写清楚要补什么、怎么办。"
        okText="确认驳回"
        busy={decision.rejecting}
        onSubmit={(reason) => settle(decision.reject(reason))}
        onClose={close}
      />
      <EndDialog
        open={asked === 'end'}
        busy={decision.ending}
        onSubmit={(words) => settle(decision.end(words))}
        onClose={close}
      />
      {(asked === 'renewal' || asked === 'transfer') && (
        <Drawer
          open
          title={asked === 'renewal' ? '现场续签' : '现场换团队'}
          size={560}
          onClose={close}
          mask={{ closable: false }}
        >
          <p>
            {contract.residentName}，现在是{contract.teamName}。请当面核对证件，在纸质协议上签字。
          </p>
          <PaperForm matter={{ kind: asked, contract }} onDone={({ id }) => onOpen(id)} />
        </Drawer>
      )}
    </>
  );
}

/** One contract at the side of the list: who signed what, the signature, and the decision. */
export function ContractDrawer({
  id,
  onOpen,
  onClose,
}: {
  id: string;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  const query = useQuery({ queryKey: ['contract', id], queryFn: () => contractApi.get({ params: { id } }) });
  return (
    <Drawer open title="签约详情" size={560} onClose={onClose}>
      <div className="stack">
        <QueryView query={query}>
          {(contract) => <ContractReview key={id} contract={contract} onOpen={onOpen} onClose={onClose} />}
        </QueryView>
      </div>
    </Drawer>
  );
}
