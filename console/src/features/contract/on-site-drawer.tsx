import type { Contract } from '@linkang/shared/api/contract.routes';
import { useQuery } from '@tanstack/react-query';
import { Alert, Drawer } from 'antd';
import { useState } from 'react';
import { residentApi } from '../../api/clients';
import { PersonSearch } from '../../components/person-search';
import { QueryView } from '../../components/query-view';
import { sexNames } from '../../components/words';
import { PaperForm } from './paper-form';

/** The person who was found, and what they signed. */
function PersonPaper({ residentId, onDone }: { residentId: string; onDone: (contract: Contract) => void }) {
  const person = useQuery({
    queryKey: ['resident', residentId, 'standing'],
    queryFn: () => residentApi.standing({ params: { id: residentId } }),
  });
  return (
    <QueryView query={person}>
      {({ person: { name, sex, age, idNumberMasked } }) => (
        <section aria-label="现场签约的居民">
          <p>
            <strong>{name}</strong> {sexNames[sex]} {age}岁 · 证件 {idNumberMasked}
          </p>
          <PaperForm matter={{ kind: 'first', residentId }} onDone={onDone} />
        </section>
      )}
    </QueryView>
  );
}

/** Signing for somebody without a phone: look the person up, check the card, keep the paper. */
export function OnSiteDrawer({ onClose, onDone }: { onClose: () => void; onDone: (contract: Contract) => void }) {
  const [residentId, setResidentId] = useState<string | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  const show = (found: string | null, missing: boolean): void => {
    setResidentId(found);
    setIsMissing(missing);
  };
  return (
    <Drawer open title="现场签约" size={560} onClose={onClose} mask={{ closable: false }}>
      <Alert
        type="info"
        showIcon
        title="请本人到场、当面核对证件，在纸质协议上签字。您录入以后，由另一位同事审核。"
        style={{ marginBottom: 16 }}
      />
      <PersonSearch
        onSearch={() => show(null, false)}
        onOpen={(id) => show(id, false)}
        onMissing={() => show(null, true)}
      />
      {isMissing && <p role="status">没有找到这位居民，请先到“前台”登记。</p>}
      {residentId && <PersonPaper key={residentId} residentId={residentId} onDone={onDone} />}
    </Drawer>
  );
}
