import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import type { GuardianRelationship } from '@linkang/shared/domain/guardianship';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { guardianApi } from '@/api/clients';
import { focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { OptionList } from '@/components/choices';
import { Fault } from '@/components/fault';
import { IdNumberField } from '@/components/id-number-field';
import { FormError } from '@/components/form-error';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { RestoredNote } from '@/components/restored-note';
import { Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { TextField } from '@/components/text-field';
import { useKeptForm } from '@/hooks/use-kept-form';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { serverToday } from '@/stores/centre';
import { guardianState, GUARDIANS, guardianWord } from '../../guardian-words';

interface PartProps {
  childId: string;
  onChanged: () => void;
}

function GuardianCard({ row, onChanged }: { row: Guardianship; onChanged: () => void }): ReactNode {
  const end = useSubmit((id: string) => guardianApi.end({ params: { id }, body: {} }));
  const { tone, word } = guardianState(row.status);
  const takeBack = async (): Promise<void> => {
    if (await end.submit(row.id)) onChanged();
  };
  return (
    <Card>
      <View className="row row-between">
        <View className="lead">{`${row.name}${row.own ? '（您）' : ''}`}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View>{guardianWord(row.relationship)}</View>
      {row.status === 'proposed' ? (
        <>
          <FormError error={end.error} onRetry={() => void takeBack()} onRefresh={onChanged} />
          <Button kind="plain" label={`撤回：${row.name}`} isBusy={end.isBusy} onPress={() => void takeBack()}>
            撤回
          </Button>
        </>
      ) : null}
    </Card>
  );
}

const EMPTY = { name: '', idNumber: '', relationship: undefined as GuardianRelationship | undefined };

/** Names another guardian, who has to agree on the own phone. */
function AddForm({ childId, onChanged }: PartProps): ReactNode {
  const kept = useKeptForm(`guardian.${childId}`, EMPTY, { leaveOut: ['idNumber'] });
  const [isTried, setTried] = useState(false);
  const request = useSubmit((body: Parameters<typeof guardianApi.add>[0]['body'], idempotencyKey) =>
    guardianApi.add({ params: { id: childId }, body }, { idempotencyKey }),
  );
  const { name, idNumber, relationship } = kept.form;
  const set = (change: Partial<typeof EMPTY>): void => {
    kept.set(change);
    request.clearError();
  };
  const number = parseIdNumber(idNumber, serverToday());
  const refused = request.error?.fields.find(({ path }) => path === 'body.idNumber')?.message;
  const nameFault = isTried && !name.trim() ? '请填写姓名' : undefined;
  const numberFault = isTried && !number.ok ? idNumberFaultText[number.reason] : refused;
  const send = async (): Promise<void> => {
    setTried(true);
    if (!name.trim() || !number.ok || !relationship) return focusFirstFault();
    if (!(await request.submit({ name: name.trim(), idNumber: number.idNumber, relationship }))) return;
    kept.startAnew();
    setTried(false);
    onChanged();
  };
  return (
    <>
      <SectionTitle>再加一位监护人</SectionTitle>
      <View>提交以后，他在自己手机的“家人”里点同意才算数。也可以一起带证件到前台办理。</View>
      <RestoredNote kept={kept} />
      <Card>
        <TextField
          label="监护人的姓名"
          isRequired
          maxLength={50}
          value={name}
          error={nameFault}
          onChange={(text) => set({ name: text })}
        />
        <IdNumberField
          label="监护人的身份证号"
          value={idNumber}
          error={numberFault}
          onChange={(text) => set({ idNumber: text })}
        />
      </Card>
      <SectionTitle>他是孩子的</SectionTitle>
      <OptionList
        label="他是孩子的"
        options={GUARDIANS}
        value={relationship}
        onChange={(chosen) => set({ relationship: chosen })}
      />
      <Fault text={isTried && !relationship && '请选一下他是孩子的什么人'} />
      <FormError error={request.error} onRetry={() => void send()} onRefresh={onChanged} />
      <Button isBusy={request.isBusy} busyText="正在提交…" onPress={() => void send()}>
        提交
      </Button>
    </>
  );
}

function Guardians({ childId }: { childId: string }): ReactNode {
  const load = useLoad(`guardians.${childId}`, () => guardianApi.ofResident({ params: { id: childId } }));
  const refresh = (): void => void load.reload();
  return (
    <>
      <Loaded load={load}>
        {({ items }) => (
          <>
            {items.map((row) => (
              <GuardianCard key={row.id} row={row} onChanged={refresh} />
            ))}
          </>
        )}
      </Loaded>
      <AddForm childId={childId} onChanged={refresh} />
    </>
  );
}

/** Who answers for a child, and the way to name another one. */
function GuardiansPage(): ReactNode {
  const childId = useParam('child');
  return (
    <Page title="孩子的监护人">
      <NeedResident scope="own" purpose="看孩子的监护人" signInText="登录">
        {() => <Guardians childId={childId} />}
      </NeedResident>
    </Page>
  );
}

export default GuardiansPage;
