import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { ApiError } from '@/api/api-error';
import { residentApi } from '@/api/clients';
import { aria, focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fault, FaultsAbove } from '@/components/fault';
import { IdNumberField } from '@/components/id-number-field';
import { FormError } from '@/components/form-error';
import { Page } from '@/components/page';
import { RestoredNote } from '@/components/restored-note';
import { Loaded } from '@/components/states';
import { TextField } from '@/components/text-field';
import { sayLongDay } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { goBack, open, replace, routes } from '@/routes';
import { loadMe, selfOf, useAccount } from '@/stores/account';
import { CommunityField } from '../../components/community-field';
import { ConsentRow, type Consent } from '../../components/consent-row';
import { WechatPhone } from '../../components/wechat-phone';
import { useRegistration, type Registration } from '../../use-registration';

const PHONE_MAX_LENGTH = 20;

const PersonFields = ({ registration }: { registration: Registration }): ReactNode => {
  const { form, set, id, faults, touch } = registration;
  return (
    <Card>
      <TextField
        label="姓名"
        isRequired
        maxLength={50}
        hint="和身份证上一样"
        value={form.name}
        error={faults.name}
        onChange={(name) => set({ name })}
        onBlur={() => touch('name')}
      />
      <IdNumberField
        label="身份证号"
        value={form.idNumber}
        error={faults.idNumber}
        says={id.ok ? `${sayLongDay(id.birthDay)}出生，${id.sex === 'male' ? '男' : '女'}` : undefined}
        onChange={(idNumber) => set({ idNumber })}
        onBlur={() => touch('idNumber')}
      />
      <TextField
        label="电话"
        type="number"
        maxLength={PHONE_MAX_LENGTH}
        hint="有变动时好通知您"
        value={form.phone}
        error={faults.phone}
        onChange={(phone) => set({ phone })}
        onBlur={() => touch('phone')}
      />
      <WechatPhone onPhone={(phone) => set({ phone })} />
      <CommunityField value={form.communityId} onChange={(communityId) => set({ communityId })} />
      <TextField
        label="详细住址"
        maxLength={100}
        hint="比如 3号楼2单元501"
        value={form.detail}
        error={faults.detail}
        onChange={(detail) => set({ detail })}
      />
    </Card>
  );
};

/** The number has a record already: the way to it. */
const ClaimOffer = ({ registration }: { registration: Registration }): ReactNode => {
  const { claim, submitClaim } = registration;
  const send = async (): Promise<void> => {
    if (await submitClaim()) replace(routes.claim());
  };
  return (
    <Card tone="warm">
      <View className="lead" {...aria('alert')}>
        这个证件号在中心已有档案
      </View>
      <View>是您本人的话，关联一下就能用，不用重新登记。可以用短信验证码，也可以带身份证到前台。</View>
      <FormError error={claim.error} onRetry={() => void send()} />
      <Button isBusy={claim.isBusy} onPress={() => void send()}>
        关联我的档案
      </Button>
    </Card>
  );
};

/** Refusals that another try cannot cure get their own way out. */
const Refusal = ({ error, onRetry }: { error: ApiError | undefined; onRetry: () => void }): ReactNode => (
  <FormError error={error} onRetry={onRetry}>
    {error?.code === 'RESIDENT_EXISTS' ? (
      <Button kind="plain" onPress={() => void loadMe().then(goBack, goBack)}>
        返回继续
      </Button>
    ) : null}
  </FormError>
);

const Form = ({ consents }: { consents: Consent[] }): ReactNode => {
  const registration = useRegistration(consents);
  const { form, set, faults, request, submit } = registration;
  const send = async (): Promise<void> => {
    if (await submit()) goBack();
    else focusFirstFault();
  };
  const isKnown = request.error?.code === 'RESIDENT_CLAIM_NEEDED';
  return (
    <>
      <RestoredNote kept={registration.kept} />
      <PersonFields registration={registration} />
      <SectionTitle>请您同意</SectionTitle>
      {consents.map((consent) => (
        <ConsentRow
          key={consent.purpose}
          consent={consent}
          isChecked={form.agreed.includes(consent.purpose)}
          onChange={(isChecked) =>
            set({
              agreed: isChecked
                ? [...form.agreed, consent.purpose]
                : form.agreed.filter((purpose) => purpose !== consent.purpose),
            })
          }
        />
      ))}
      <Fault text={faults.consents} />
      {isKnown ? (
        <ClaimOffer registration={registration} />
      ) : (
        <Refusal error={request.error} onRetry={() => void send()} />
      )}
      <FaultsAbove faults={faults} />
      {isKnown ? null : (
        <Button isBusy={request.isBusy} busyText="正在提交…" onPress={() => void send()}>
          提交登记
        </Button>
      )}
    </>
  );
};

/** Registration of the account's own person by real name. */
function RegisterPage(): ReactNode {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const self = useAccount(selfOf);
  const load = useLoad('consents', () => residentApi.consents({ query: {} }));
  if (!isSignedIn)
    return (
      <Page title="实名登记">
        <Card tone="soft">
          <View className="lead">先登录，再登记</View>
          <Button onPress={() => open(routes.signIn())}>去登录</Button>
        </Card>
      </Page>
    );
  return (
    <Page title="实名登记">
      {self ? (
        <Card tone="soft">
          <View className="lead">{`${self.name}，您已经登记好了`}</View>
          <Button onPress={goBack}>返回继续</Button>
        </Card>
      ) : (
        <>
          <View>登记本人的信息，用来预约、签约和报名。不方便填的话，带身份证到前台，我们帮您登记。</View>
          <Loaded load={load}>{({ items }) => <Form consents={items} />}</Loaded>
        </>
      )}
    </Page>
  );
}

export default RegisterPage;
