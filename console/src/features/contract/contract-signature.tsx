import type { Contract } from '@linkang/shared/api/contract.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { useQuery } from '@tanstack/react-query';
import { contractApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { QueryView } from '../../components/query-view';
import './contract-signature.css';

function SignatureImage({ contract }: { contract: Contract }) {
  const query = useQuery({
    queryKey: ['contract-signature', contract.id],
    queryFn: () => contractApi.signature({ params: { id: contract.id } }),
    // A drawn signature is not kept longer than it is looked at.
    gcTime: 0,
  });
  return (
    <QueryView query={query}>
      {({ dataUrl }) => (
        <img
          className="signature"
          src={dataUrl}
          alt={`${contract.residentName}的${contract.channel === 'onSite' ? '纸质协议' : '手写签名'}`}
        />
      )}
    </QueryView>
  );
}

/** The drawn signature, for those who review. */
export function ContractSignature({ contract }: { contract: Contract }) {
  const roles = useAccount()?.roles ?? [];
  return (
    <section aria-labelledby="signature-title">
      <h2 id="signature-title">{contract.channel === 'onSite' ? '签好的纸质协议' : '签名'}</h2>
      {staffMay(roles, 'contract.signature') ? (
        <SignatureImage contract={contract} />
      ) : (
        <p className="soft">签名只有负责审核的人员可以查看。</p>
      )}
    </section>
  );
}
