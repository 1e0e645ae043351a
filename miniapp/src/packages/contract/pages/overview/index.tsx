import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Contract } from '@linkang/shared/api/contract.routes';
import { contractApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { FormError } from '@/components/form-error';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Sheet } from '@/components/sheet';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { useSubmit } from '@/hooks/use-submit';
import { open, routes } from '@/routes';
import { sayLongDay } from '@/components/words';
import { useAccount, type AccountResident } from '@/stores/account';
import { ContractCard } from '../../components/contract-card';
import { isCurrent, mainOf } from '../../contract-words';

const WHAT_IT_IS = [
  '有固定的医生团队，看病、开药、问健康都找他们。',
  '65岁及以上每年免费体检一次，报告有人讲。',
  '高血压、糖尿病有人定期随访。',
  '基础服务包不收钱。',
];

const Introduction = (): ReactNode => (
  <Card tone="soft">
    <View className="lead">家庭医生签约是什么？</View>
    {WHAT_IT_IS.map((sentence) => (
      <View key={sentence}>{`· ${sentence}`}</View>
    ))}
  </Card>
);

/** What is taken back. */
const WITHDRAW: Record<Contract['kind'], string> = {
  first: '撤回申请',
  renewal: '撤回续签',
  transfer: '撤回换团队申请',
};

const Withdraw = ({ contract, onDone }: { contract: Contract; onDone: () => void }): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const form = useSubmit((id: string) => contractApi.withdraw({ params: { id } }));
  const withdraw = async (): Promise<void> => {
    const done = await form.submit(contract.id);
    setAsking(false);
    if (done) onDone();
  };
  return (
    <>
      <FormError error={form.error} onRetry={() => void withdraw()} onRefresh={onDone} />
      <Button kind="danger" onPress={() => setAsking(true)}>
        {WITHDRAW[contract.kind]}
      </Button>
      <Sheet
        isOpen={isAsking}
        title={`要${WITHDRAW[contract.kind]}吗？`}
        closeText="不撤回"
        onClose={() => setAsking(false)}
      >
        <View>
          {contract.kind === 'first' ? '撤回后，可以换一个团队再申请。' : '撤回后，现在的签约照旧，到期前可以再办。'}
        </View>
        <Button kind="danger" isBusy={form.isBusy} busyText="正在撤回…" onPress={() => void withdraw()}>
          确定撤回
        </Button>
      </Sheet>
    </>
  );
};

const StateWords = ({ contract }: { contract: Contract }): ReactNode => {
  if (contract.status === 'scheduled')
    return (
      <Card tone="soft">
        <View>{`已经办好，${contract.startDay ? sayLongDay(contract.startDay) : ''}起由${contract.teamName}为您服务。`}</View>
      </Card>
    );
  if (contract.status === 'expired')
    return (
      <Card tone="warm">
        <View>签约到期了，现在还可以续签，今天就生效。</View>
      </Card>
    );
  if (contract.status === 'pendingReview')
    return (
      <View className="notice notice-wait">
        <View>申请已经交给团队，正在审核。结果会显示在这里，不用再跑一趟。</View>
      </View>
    );
  if (contract.status === 'rejected')
    return (
      <Card tone="warm">
        <View>这次申请没有通过，原因写在上面。改好以后可以再申请，也可以打电话问问。</View>
      </Card>
    );
  if (contract.status === 'active')
    return (
      <Card tone="soft">
        <View>有健康问题，先找您的签约团队。</View>
      </Card>
    );
  return null;
};

/** What can be done with a contract that runs, or ran out a short while ago. */
const NextSteps = ({ contract }: { contract: Contract }): ReactNode => {
  const { id, teamId, status, can, endDay, renewFrom } = contract;
  return (
    <>
      {can.renew && status === 'active' && endDay ? (
        <View className="notice notice-wait">
          <View>{`签约${sayLongDay(endDay)}到期。现在续签，到期第二天接着生效，中间不断。`}</View>
        </View>
      ) : null}
      {can.renew ? <Button onPress={() => open(routes.renewContract(id))}>续签</Button> : null}
      {!can.renew && renewFrom && status === 'active' ? (
        <View className="note">{`${sayLongDay(renewFrom)}起可以续签，到时会发消息提醒您。`}</View>
      ) : null}
      {can.transfer ? (
        <Button kind="plain" onPress={() => open(routes.teams({ transfer: id, without: teamId }))}>
          换团队
        </Button>
      ) : null}
    </>
  );
};

/** What is to follow the contract that runs. */
const Following = ({ contract, onChanged }: { contract: Contract; onChanged: () => void }): ReactNode => (
  <>
    <SectionTitle>接下来</SectionTitle>
    <ContractCard contract={contract} />
    <StateWords contract={contract} />
    {contract.can.withdraw ? <Withdraw contract={contract} onDone={onChanged} /> : null}
  </>
);

interface StateProps {
  contracts: Contract[];
  person: AccountResident;
  onChanged: () => void;
}

const State = ({ contracts, person, onChanged }: StateProps): ReactNode => {
  const main = mainOf(contracts);
  const following = contracts.find((contract) => contract !== main && isCurrent(contract));
  const earlier = contracts.filter((contract) => contract !== main && contract !== following);
  const mayApply = !contracts.some(isCurrent);
  return (
    <>
      {main ? (
        <>
          <ContractCard contract={main} />
          <StateWords contract={main} />
          {main.status === 'active' ? (
            <Button icon="clipboard" onPress={() => open(routes.plan())}>
              看我的服务计划
            </Button>
          ) : null}
          {main.can.withdraw ? <Withdraw contract={main} onDone={onChanged} /> : null}
          <NextSteps contract={main} />
          {following ? <Following contract={following} onChanged={onChanged} /> : null}
        </>
      ) : (
        <Introduction />
      )}
      {person.relation === 'proxy' ? (
        <View className="note">{`申请签约要${person.name}本人来，或带身份证到前台办理。`}</View>
      ) : null}
      {mayApply && person.relation !== 'proxy' ? (
        <Button onPress={() => open(routes.teams())}>{contracts.length ? '再次申请' : '选团队签约'}</Button>
      ) : (
        <Button kind="plain" icon="list" onPress={() => open(routes.teams())}>
          看看医生团队
        </Button>
      )}
      {earlier.length ? <SectionTitle>以前的申请</SectionTitle> : null}
      {earlier.map((contract) => (
        <ContractCard key={contract.id} contract={contract} />
      ))}
    </>
  );
};

const ContractsOf = ({ person }: { person: AccountResident }): ReactNode => {
  const residentId = person.id;
  const load = useLoad(`${PERSONAL}contracts.${residentId}`, () => contractApi.list({ query: { residentId } }), {
    keepCopy: true,
  });
  useShowAgain(() => void load.reload());
  return (
    <Loaded load={load}>
      {({ items }) => <State contracts={items} person={person} onChanged={() => void load.reload()} />}
    </Loaded>
  );
};

/** Before the sign-in: what it is about, and the teams to look at. */
const SignedOutHelp = (): ReactNode => {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  if (isSignedIn) return null;
  return (
    <>
      <Introduction />
      <Button kind="plain" icon="list" onPress={() => open(routes.teams())}>
        先看看医生团队
      </Button>
    </>
  );
};

/** The person's contract with a family-doctor team, in whatever state it is. */
function ContractPage(): ReactNode {
  return (
    <Page title="家庭医生" hasPerson>
      <NeedResident scope="record" purpose="看签约进度、申请签约" signInText="登录">
        {([person]) => <ContractsOf key={person.id} person={person} />}
      </NeedResident>
      <SignedOutHelp />
    </Page>
  );
}

export default ContractPage;
