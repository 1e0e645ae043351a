import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { proxyApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { SectionTitle } from '@/components/card';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Empty, Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { open, routes } from '@/routes';
import { loadMe } from '@/stores/account';
import { Children } from '../../components/children';
import { Deeds } from '../../components/deeds';
import { EndProxy } from '../../components/end-proxy';
import { NarrowProxy } from '../../components/narrow-proxy';
import { ProxyCard } from '../../components/proxy-card';
import { RequestCard } from '../../components/request-card';
import { isOpen, relationshipWord } from '../../proxy-words';

/** Ended requests that are still shown, so that nobody waits in vain. */
const SHOWN_ENDED = 3;

interface PartProps {
  proxies: Proxy[];
  onChanged: () => void;
}

const Requests = ({ proxies, onChanged }: PartProps): ReactNode =>
  proxies.length === 0 ? null : (
    <>
      <SectionTitle>等您同意</SectionTitle>
      {proxies.map((proxy) => (
        <RequestCard key={proxy.id} proxy={proxy} onDone={onChanged} />
      ))}
    </>
  );

const Helpers = ({ proxies, onChanged }: PartProps): ReactNode => (
  <>
    <SectionTitle>帮我办事的家人</SectionTitle>
    {proxies.length === 0 ? (
      <View className="note">现在没有。家人可以在他的手机上申请，您在这里同意。也可以带身份证到前台办理。</View>
    ) : null}
    {proxies.map((proxy) => (
      <ProxyCard key={proxy.id} proxy={proxy} relation={relationshipWord(proxy.relationship)}>
        <NarrowProxy proxy={proxy} onDone={onChanged} />
        <EndProxy
          proxy={proxy}
          word="停止授权"
          explanation={`停止以后，${proxy.name}马上不能再帮您办事。已经约好的还在。`}
          onDone={onChanged}
        />
      </ProxyCard>
    ))}
  </>
);

const Helped = ({ proxies, onChanged }: PartProps): ReactNode => {
  const ended = proxies.filter((proxy) => !isOpen(proxy)).slice(0, SHOWN_ENDED);
  return (
    <>
      <SectionTitle>我帮忙的家人</SectionTitle>
      {proxies.length === 0 ? (
        <Empty picture="relative" title="还没有帮忙的家人">
          <View>想帮父母约号、约体检，点下面申请。</View>
        </Empty>
      ) : null}
      {proxies.filter(isOpen).map((proxy) => (
        <ProxyCard key={proxy.id} proxy={proxy} hasState>
          <EndProxy
            proxy={proxy}
            word={proxy.status === 'proposed' ? '撤回申请' : '不再帮忙'}
            explanation="以后想帮忙，可以重新申请。"
            onDone={onChanged}
          />
        </ProxyCard>
      ))}
      {ended.map((proxy) => (
        <ProxyCard key={proxy.id} proxy={proxy} hasState />
      ))}
      <Button icon="person" onPress={() => open(routes.askProxy())}>
        申请帮家人办事
      </Button>
    </>
  );
};

const Family = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}proxies.${residentId}`, () => proxyApi.list({}), { keepCopy: true });
  const refresh = (): void => {
    void load.reload();
    // Whom the account may act for has changed with it; a failure shows where the list is used.
    loadMe().catch(() => undefined);
  };
  useShowAgain(refresh);
  return (
    <Loaded load={load}>
      {({ asked, received }) => (
        <>
          <Requests proxies={received.filter(({ status }) => status === 'proposed')} onChanged={refresh} />
          <Helpers proxies={received.filter(({ status }) => status === 'active')} onChanged={refresh} />
          <Deeds residentId={residentId} />
          <Children residentId={residentId} onChanged={refresh} />
          <Helped proxies={asked} onChanged={refresh} />
        </>
      )}
    </Loaded>
  );
};

/** Who helps me, whom I help, and who asks to. */
function FamilyPage(): ReactNode {
  return (
    <Page title="家人">
      <NeedResident scope="own" purpose="请家人帮忙，或帮家人办事" signInText="登录">
        {([self]) => <Family key={self.id} residentId={self.id} />}
      </NeedResident>
    </Page>
  );
}

export default FamilyPage;
