import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { addYears } from '@linkang/shared/domain/clinic-day';
import { aria, focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { CheckRow, OptionList } from '@/components/choices';
import { Fault, FaultsAbove } from '@/components/fault';
import { IdNumberField } from '@/components/id-number-field';
import { FormError } from '@/components/form-error';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { RestoredNote } from '@/components/restored-note';
import { TextField } from '@/components/text-field';
import { sayLongDay } from '@/components/words';
import { backTo, routes } from '@/routes';
import { serverToday } from '@/stores/centre';
import { RELATIONSHIPS, SCOPES } from '../../proxy-words';
import { useAsk, type Ask, type Years } from '../../use-ask';

const YEARS: readonly { value: Years; title: string }[] = [
  { value: '1', title: '1年' },
  { value: '2', title: '2年' },
  { value: '3', title: '3年' },
];

const Person = ({ ask: { form, set, faults, touch, birthDay } }: { ask: Ask }): ReactNode => (
  <Card>
    <TextField
      label="家人的姓名"
      isRequired
      maxLength={50}
      hint="和他的身份证上一样"
      value={form.name}
      error={faults.name}
      onChange={(name) => set({ name })}
      onBlur={() => touch('name')}
    />
    <IdNumberField
      label="家人的身份证号"
      value={form.idNumber}
      error={faults.idNumber}
      says={birthDay && `${sayLongDay(birthDay)}出生`}
      onChange={(idNumber) => set({ idNumber })}
      onBlur={() => touch('idNumber')}
    />
  </Card>
);

const Wishes = ({ ask: { form, set, faults } }: { ask: Ask }): ReactNode => (
  <>
    <SectionTitle>您是他的</SectionTitle>
    <OptionList
      label="您是他的"
      options={RELATIONSHIPS}
      value={form.relationship}
      onChange={(relationship) => set({ relationship })}
    />
    <Fault text={faults.relationship} />
    <SectionTitle>想帮他做什么</SectionTitle>
    <View className="options" {...aria('group', { 'aria-label': '想帮他做什么' })}>
      {SCOPES.map(({ value, title, note }) => (
        <CheckRow
          key={value}
          title={title}
          note={note}
          isChecked={form.scopes.includes(value)}
          onChange={(isOn) =>
            set({ scopes: isOn ? [...form.scopes, value] : form.scopes.filter((scope) => scope !== value) })
          }
        />
      ))}
    </View>
    <Fault text={faults.scopes} />
    <SectionTitle>帮多久</SectionTitle>
    <OptionList
      label="帮多久"
      options={YEARS.map((year) => ({
        ...year,
        note: `到${sayLongDay(addYears(serverToday(), Number(year.value)))}`,
      }))}
      value={form.years}
      onChange={(years) => set({ years })}
    />
  </>
);

const Sent = (): ReactNode => (
  <Card tone="soft">
    <View className="lead" {...aria('status')}>
      申请提交好了
    </View>
    <View>信息对得上的话，家人在他手机的“家人”里就能看到，点同意就行。</View>
    <View>家人没有智能手机，可以带两个人的身份证到前台办理。</View>
    <Button onPress={() => backTo(routes.family())}>看家人页</Button>
  </Card>
);

const Form = ({ onSent }: { onSent: () => void }): ReactNode => {
  const ask = useAsk();
  const { request, faults } = ask;
  const send = async (): Promise<void> => {
    if (await ask.submit()) onSent();
    else focusFirstFault();
  };
  return (
    <>
      <View>填好以后，要家人自己同意才算数。他可以少给几项，也可以随时停止。</View>
      <RestoredNote kept={ask.kept} />
      <Person ask={ask} />
      <Wishes ask={ask} />
      <FormError error={request.error} onRetry={() => void send()} />
      <FaultsAbove faults={faults} />
      <Button isBusy={request.isBusy} busyText="正在提交…" onPress={() => void send()}>
        提交申请
      </Button>
    </>
  );
};

/** Asks a relative for the permission to help. */
function AskPage(): ReactNode {
  const [isSent, setSent] = useState(false);
  return (
    <Page title="申请帮家人办事">
      <NeedResident scope="own" purpose="申请帮家人办事" signInText="登录">
        {() => (isSent ? <Sent /> : <Form onSent={() => setSent(true)} />)}
      </NeedResident>
    </Page>
  );
}

export default AskPage;
