import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { residentApi } from '@/api/clients';
import { aria, focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { OptionList } from '@/components/choices';
import { Fault, FaultsAbove } from '@/components/fault';
import { IdNumberField } from '@/components/id-number-field';
import { FormError } from '@/components/form-error';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { RestoredNote } from '@/components/restored-note';
import { Loaded } from '@/components/states';
import { TextField } from '@/components/text-field';
import { useLoad } from '@/hooks/use-load';
import { goBack, replace, routes } from '@/routes';
import { ConsentRow, type Consent } from '../../components/consent-row';
import { useChild, type ChildForm } from '../../use-child';

const PAPERS = [
  { value: 'birthCertificate', title: '出生医学证明', note: '还没上户口的宝宝' },
  { value: 'residentId', title: '身份证号', note: '户口簿上有' },
] as const;
const SEXES = [
  { value: 'female', title: '女孩' },
  { value: 'male', title: '男孩' },
] as const;
const RELATIONSHIPS = [
  { value: 'mother', title: '妈妈' },
  { value: 'father', title: '爸爸' },
  { value: 'guardian', title: '其他监护人' },
] as const;

const Number = ({ child: { form, set, faults, touch } }: { child: ChildForm }): ReactNode =>
  form.idType === 'birthCertificate' ? (
    <>
      <TextField
        label="出生医学证明编号"
        isRequired
        maxLength={14}
        hint="1个字母加9位数字，在证明的右下角"
        value={form.number}
        error={faults.number}
        onChange={(number) => set({ number })}
        onBlur={() => touch('number')}
      />
      <TextField
        label="出生日期"
        type="number"
        isRequired
        maxLength={10}
        hint="8位数字，比如20260520"
        value={form.born}
        error={faults.born}
        onChange={(born) => set({ born })}
        onBlur={() => touch('born')}
      />
    </>
  ) : (
    <IdNumberField
      label="孩子的身份证号"
      value={form.number}
      error={faults.number}
      onChange={(number) => set({ number })}
      onBlur={() => touch('number')}
    />
  );

const Fields = ({ child }: { child: ChildForm }): ReactNode => {
  const { form, set, faults, touch } = child;
  return (
    <>
      <SectionTitle>用什么证件登记</SectionTitle>
      <OptionList
        label="用什么证件登记"
        options={PAPERS}
        value={form.idType}
        onChange={(idType) => set({ idType, number: '' })}
      />
      <Card>
        <TextField
          label="孩子的姓名"
          isRequired
          maxLength={50}
          hint="和证件上一样"
          value={form.name}
          error={faults.name}
          onChange={(name) => set({ name })}
          onBlur={() => touch('name')}
        />
        <Number child={child} />
      </Card>
      {form.idType === 'birthCertificate' ? (
        <>
          <SectionTitle>男孩还是女孩</SectionTitle>
          <OptionList label="男孩还是女孩" options={SEXES} value={form.sex} onChange={(sex) => set({ sex })} />
          <Fault text={faults.sex} />
        </>
      ) : null}
      <SectionTitle>您是孩子的</SectionTitle>
      <OptionList
        label="您是孩子的"
        options={RELATIONSHIPS}
        value={form.relationship}
        onChange={(relationship) => set({ relationship })}
      />
      <Fault text={faults.relationship} />
    </>
  );
};

/** The number has a record already: the way to it over the desk. */
const ClaimOffer = ({ child: { claim, submitClaim } }: { child: ChildForm }): ReactNode => {
  const send = async (): Promise<void> => {
    if (await submitClaim()) replace(routes.claim());
  };
  return (
    <Card tone="warm">
      <View className="lead" {...aria('alert')}>
        这个证件号在中心已有档案
      </View>
      <View>是您家孩子的话，申请做他的监护人就行，不用重新登记。提交后带上您的身份证和孩子的证件，到前台核对。</View>
      <FormError error={claim.error} onRetry={() => void send()} />
      <Button isBusy={claim.isBusy} onPress={() => void send()}>
        申请做监护人
      </Button>
    </Card>
  );
};

const Consents = ({ child, consents }: { child: ChildForm; consents: readonly Consent[] }): ReactNode => {
  const { form, set, faults } = child;
  return (
    <>
      <SectionTitle>请您替孩子同意</SectionTitle>
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
    </>
  );
};

const Form = ({ consents }: { consents: Consent[] }): ReactNode => {
  const child = useChild(consents);
  const { request, faults } = child;
  const send = async (): Promise<void> => {
    if (await child.submit()) goBack();
    else focusFirstFault();
  };
  const isKnown = request.error?.code === 'RESIDENT_CLAIM_NEEDED';
  return (
    <>
      <View>孩子满14周岁以前，您可以替他约号、签约、看健康档案。</View>
      <RestoredNote kept={child.kept} />
      <Fields child={child} />
      <Consents child={child} consents={consents} />
      {isKnown ? <ClaimOffer child={child} /> : <FormError error={request.error} onRetry={() => void send()} />}
      <FaultsAbove faults={faults} />
      {isKnown ? null : (
        <Button isBusy={request.isBusy} busyText="正在提交…" onPress={() => void send()}>
          登记孩子
        </Button>
      )}
    </>
  );
};

/** A guardian registers a child of less than 14. */
function ChildPage(): ReactNode {
  const load = useLoad('consents.child', () => residentApi.consents({ query: { subject: 'child' } }));
  return (
    <Page title="登记孩子">
      <NeedResident scope="own" purpose="登记孩子" signInText="登录">
        {() => <Loaded load={load}>{({ items }) => <Form consents={items} />}</Loaded>}
      </NeedResident>
    </Page>
  );
}

export default ChildPage;
