import { Text, View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Claim } from '@linkang/shared/api/claim.routes';
import { claimApi } from '@/api/clients';
import { aria, focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { FormError } from '@/components/form-error';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { TextField } from '@/components/text-field';
import { sayInstant } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { open, openTab, replace, routes } from '@/routes';
import { loadMe, useAccount } from '@/stores/account';
import { useProof } from '../../use-claim';
import './index.scss';

interface OpenProps {
  claim: Claim;
  onChanged: (claim: Claim) => void;
}

const ByCode = ({ claim, onChanged }: OpenProps): ReactNode => {
  const proof = useProof(claim.id, onChanged);
  const { ask, verify } = proof;
  const isAsked = claim.codeAskedAt !== null;
  const prove = async (): Promise<void> => {
    if (!(await proof.prove())) focusFirstFault();
  };
  return (
    <>
      <SectionTitle>办法一：用短信验证码</SectionTitle>
      <Card>
        <View>验证码会发到您以前在中心留的手机上。为了保护您，这里不显示号码。</View>
        <FormError error={ask.error} onRetry={() => void proof.send()} />
        {isAsked && !ask.error ? (
          <View className="notice notice-good" {...aria('status')}>
            <Icon name="check" />
            <View>留过手机号、姓名也对得上的话，一两分钟就能收到。没收到请到前台办理。</View>
          </View>
        ) : null}
        <Button kind={isAsked ? 'plain' : 'primary'} isBusy={ask.isBusy} onPress={() => void proof.send()}>
          {isAsked ? '重新获取验证码' : '获取验证码'}
        </Button>
        {isAsked ? (
          <>
            <TextField
              label="收到的验证码"
              type="number"
              isRequired
              maxLength={8}
              hint="6位数字，5分钟内有效"
              value={proof.code}
              error={proof.fault}
              onChange={proof.setCode}
            />
            <FormError error={verify.error} onRetry={() => void prove()} />
            <Button isBusy={verify.isBusy} onPress={() => void prove()}>
              确认是我
            </Button>
          </>
        ) : null}
      </Card>
    </>
  );
};

const AtDesk = ({ claim, onLook }: { claim: Claim; onLook: () => void }): ReactNode => (
  <>
    <SectionTitle>{claim.hasCodes ? '办法二：到前台' : '到前台办理'}</SectionTitle>
    <Card>
      <View>带本人身份证到前台，把下面的数给工作人员看。</View>
      <View className="claim-number" {...aria('img', { 'aria-label': `关联号 ${[...claim.deskNumber].join(' ')}` })}>
        <Text>{claim.deskNumber}</Text>
      </View>
      <View className="note">{`${sayInstant(claim.expiresAt)}以前有效`}</View>
      <Button kind="plain" icon="refresh" onPress={onLook}>
        前台办好了，看看结果
      </Button>
    </Card>
  </>
);

const Done = (): ReactNode => (
  <Card tone="soft">
    <View className="lead" {...aria('status')}>
      关联好了
    </View>
    <View>您以前的预约和签约都在，可以接着用了。</View>
    <Button onPress={() => openTab('home')}>回首页</Button>
  </Card>
);

/** There is nothing to go on with: the way to the form. */
const Nothing = ({ isRejected }: { isRejected: boolean }): ReactNode => (
  <Card tone="soft">
    <View className="lead">{isRejected ? '这次没有办成' : '现在没有要关联的档案'}</View>
    <View>
      {isRejected
        ? '前台核对时没有对上。可以重新填一次，或带身份证问问前台。'
        : '先填姓名和身份证号，有档案的话就能关联。'}
    </View>
    <Button onPress={() => replace(routes.register())}>去填写</Button>
  </Card>
);

const ClaimView = ({ loaded, onReload }: { loaded: Claim | null; onReload: () => void }): ReactNode => {
  const [changed, setChanged] = useState<Claim>();
  // What an action answered is newer than what was loaded, until it is loaded again.
  const claim = changed?.id === loaded?.id ? (changed ?? loaded) : loaded;
  const look = (): void => {
    setChanged(undefined);
    onReload();
  };
  if (claim?.status === 'done') return <Done />;
  if (!claim || claim.status === 'rejected') return <Nothing isRejected={claim !== null} />;
  return (
    <>
      <View>您在中心已有档案。证明是您本人，就能接着用，选一个办法就行。</View>
      {claim.hasCodes ? <ByCode claim={claim} onChanged={setChanged} /> : null}
      <AtDesk claim={claim} onLook={look} />
    </>
  );
};

/** Getting a record that the centre has already: by a code or at the desk. */
function ClaimPage(): ReactNode {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const load = useLoad(isSignedIn ? 'claim' : undefined, async () => {
    const answer = await claimApi.own({});
    // The desk may have confirmed it meanwhile.
    if (answer.claim?.status === 'done') await loadMe();
    return answer;
  });
  useShowAgain(() => void load.reload());
  return (
    <Page title="关联我的档案">
      {isSignedIn ? (
        <Loaded load={load}>{({ claim }) => <ClaimView loaded={claim} onReload={() => void load.reload()} />}</Loaded>
      ) : (
        <Card tone="soft">
          <View className="lead">先登录，再关联</View>
          <Button onPress={() => open(routes.signIn())}>去登录</Button>
        </Card>
      )}
    </Page>
  );
}

export default ClaimPage;
