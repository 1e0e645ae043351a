import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { residentApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { aria, focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { FormError } from '@/components/form-error';
import { Icon } from '@/components/icon';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { RestoredNote } from '@/components/restored-note';
import { Loaded } from '@/components/states';
import { TextField } from '@/components/text-field';
import { useKeptForm } from '@/hooks/use-kept-form';
import { useLoad } from '@/hooks/use-load';
import { useSubmit } from '@/hooks/use-submit';
import { CommunityField } from '../../components/community-field';
import { faultOf, phoneFault } from '../../field-words';

type Change = Parameters<typeof residentApi.update>[0]['body'];

const Person = ({ resident }: { resident: Resident }): ReactNode => (
  <>
    <View className="cells">
      <Fact name="姓名">{resident.name}</Fact>
      <Fact name="身份证">
        <View className="nowrap">{resident.idNumberMasked}</View>
      </Fact>
      <Fact name="性别年龄">{`${resident.sex === 'male' ? '男' : '女'} ${resident.age}岁`}</Fact>
      <Fact name="电话">{resident.phoneMasked ?? '没有填'}</Fact>
      <Fact name="社区">{resident.address.communityName ?? '没有填'}</Fact>
      <Fact name="住址">{resident.address.detail ?? '没有填'}</Fact>
    </View>
    <View className="note">姓名和身份证号要改的话，请带身份证到前台。</View>
  </>
);

interface EditProps {
  resident: Resident;
  onSaved: () => void;
  onReload: () => void;
}

const Edit = ({ resident, onSaved, onReload }: EditProps): ReactNode => {
  const kept = useKeptForm(`profile.${resident.id}.${resident.rev}`, {
    phone: '',
    communityId: resident.address.communityId ?? undefined,
    detail: resident.address.detail ?? '',
  });
  const { phone, communityId, detail } = kept.form;
  const [isTried, setTried] = useState(false);
  const form = useSubmit((body: Change) => residentApi.update({ params: { id: resident.id }, body }));
  const ownFault = isTried ? phoneFault(phone) : undefined;
  const save = async (): Promise<void> => {
    setTried(true);
    if (phoneFault(phone)) {
      focusFirstFault();
      return;
    }
    const saved = await form.submit({
      rev: resident.rev,
      ...(phone.trim() ? { phone: phone.trim() } : {}),
      address: { ...(communityId ? { communityId } : {}), detail: detail.trim() },
    });
    if (!saved) return;
    kept.forget();
    onSaved();
  };
  const isStale = form.error?.code === 'STATE_CONFLICT';
  return (
    <Card>
      <RestoredNote kept={kept} />
      <TextField
        label="新电话"
        type="number"
        maxLength={20}
        hint={resident.phoneMasked ? `现在是 ${resident.phoneMasked}，要换才填` : '填了，有变动时好通知您'}
        value={phone}
        error={ownFault ?? faultOf(form.error, 'phone')}
        onChange={(typed) => kept.set({ phone: typed })}
      />
      <CommunityField value={communityId} onChange={(chosen) => kept.set({ communityId: chosen })} />
      <TextField
        label="详细住址"
        maxLength={100}
        value={detail}
        error={faultOf(form.error, 'address.detail')}
        onChange={(typed) => kept.set({ detail: typed })}
      />
      <FormError
        error={form.error}
        onRetry={() => void save()}
        {...(isStale ? { onRefresh: onReload, refreshText: '重新载入资料' } : {})}
      />
      <Button isBusy={form.isBusy} busyText="正在保存…" onPress={() => void save()}>
        保存
      </Button>
    </Card>
  );
};

const Profile = ({ residentId }: { residentId: string }): ReactNode => {
  const [isSaved, setSaved] = useState(false);
  const load = useLoad(`${PERSONAL}resident.${residentId}`, () => residentApi.get({ params: { id: residentId } }), {
    keepCopy: true,
  });
  const reload = (saved: boolean): void => {
    setSaved(saved);
    void load.reload();
  };
  return (
    <Loaded load={load}>
      {(resident) => (
        <>
          {isSaved ? (
            <View className="notice notice-good" {...aria('status')}>
              <Icon name="check" />
              <View>已经保存好了</View>
            </View>
          ) : null}
          <Person resident={resident} />
          <SectionTitle>改电话和住址</SectionTitle>
          <Edit key={resident.rev} resident={resident} onSaved={() => reload(true)} onReload={() => reload(false)} />
        </>
      )}
    </Loaded>
  );
};

/** The person's own data, and what can be changed without the desk. */
function ProfilePage(): ReactNode {
  return (
    <Page title="我的资料">
      <NeedResident scope="own" purpose="看自己的资料" signInText="登录">
        {([self]) => <Profile key={self.id} residentId={self.id} />}
      </NeedResident>
    </Page>
  );
}

export default ProfilePage;
