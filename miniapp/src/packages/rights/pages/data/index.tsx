import type { ReactNode } from 'react';
import { closureApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { ClosurePart } from '../../components/closure-part';
import { CopyPart } from '../../components/copy-part';

const MyData = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}closure.${residentId}`, () => closureApi.ofResident({ params: { id: residentId } }));
  return (
    <>
      <CopyPart residentId={residentId} />
      <Loaded load={load}>
        {(seen) => (
          <ClosurePart
            key={seen.closure?.id ?? 'none'}
            residentId={residentId}
            seen={seen}
            onChanged={() => void load.reload()}
          />
        )}
      </Loaded>
    </>
  );
};

/** What a person may ask for: a copy of the own data, and the end of the account. */
function DataPage(): ReactNode {
  return (
    <Page title="我的信息和注销">
      <NeedResident scope="own" purpose="要一份自己的信息，或注销账号" signInText="登录">
        {([self]) => <MyData key={self.id} residentId={self.id} />}
      </NeedResident>
    </Page>
  );
}

export default DataPage;
