import type { Contract } from '@linkang/shared/api/contract.routes';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { contractApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';

function Text({ id }: { id: string }) {
  const query = useQuery({ queryKey: ['signed-text', id], queryFn: () => contractApi.signedText({ params: { id } }) });
  return (
    <QueryView query={query}>
      {({ title, html, version }) => (
        <article>
          <h2>{title}</h2>
          {/* The centre's own text, checked when it was published (legal-text). */}
          <div dangerouslySetInnerHTML={{ __html: html }} />
          <p className="soft">版本 {version}</p>
        </article>
      )}
    </QueryView>
  );
}

/** Opens the agreement word for word as it was signed; it is fetched only then, and each look is written down. */
export function SignedTextButton({ contract: { id, textVersion } }: { contract: Contract }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        看签的协议（版本 {textVersion}）
      </Button>
      <Drawer open={isOpen} title="签署的协议" size={640} destroyOnHidden onClose={() => setOpen(false)}>
        {isOpen && <Text id={id} />}
      </Drawer>
    </>
  );
}
