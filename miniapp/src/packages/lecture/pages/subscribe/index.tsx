import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Community } from '@linkang/shared/api/centre.routes';
import type { Subscription } from '@linkang/shared/api/subscription.routes';
import { activityKindName, activityKinds, type ActivityKindCode } from '@linkang/shared/domain/activity-kinds';
import { centreApi, subscriptionApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { aria, focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { CheckRow } from '@/components/choices';
import { Fault } from '@/components/fault';
import { FormError } from '@/components/form-error';
import { Live } from '@/components/live';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';

interface ChecksProps<V extends string> {
  title: string;
  note: string;
  items: readonly { value: V; title: string }[];
  chosen: readonly V[];
  onChange: (chosen: V[]) => void;
}

/** Several of several things. */
function Checks<V extends string>({ title, note, items, chosen, onChange }: ChecksProps<V>): ReactNode {
  return (
    <>
      <SectionTitle>{title}</SectionTitle>
      <View className="note">{note}</View>
      <View className="options" {...aria('group', { 'aria-label': title })}>
        {items.map((item) => (
          <CheckRow
            key={item.value}
            title={item.title}
            isChecked={chosen.includes(item.value)}
            onChange={(isOn) =>
              onChange(isOn ? [...chosen, item.value] : chosen.filter((value) => value !== item.value))
            }
          />
        ))}
      </View>
    </>
  );
}

const KINDS = activityKinds.map((value) => ({ value, title: activityKindName(value) }));

/** What somebody ticks, and the two ways out of it. */
function useWish(initial: Subscription) {
  const [kinds, setKinds] = useState<ActivityKindCode[]>(initial.kinds);
  const [communityIds, setCommunityIds] = useState(initial.communityIds);
  const [isOn, setOn] = useState(initial.on);
  const [said, setSaid] = useState('');
  const save = useSubmit((body: { kinds: ActivityKindCode[]; communityIds: string[] }) =>
    subscriptionApi.save({ body }),
  );
  const end = useSubmit(async () => {
    await subscriptionApi.end({});
    return true;
  });
  const subscribe = async (): Promise<void> => {
    setSaid('');
    if (!(await save.submit({ kinds, communityIds }))) return;
    setOn(true);
    setSaid('订好了，有新活动会告诉您');
  };
  const unsubscribe = async (): Promise<void> => {
    setSaid('');
    if (!(await end.submit(undefined))) return;
    setOn(false);
    setSaid('已经不再通知您，想收随时可以再订');
  };
  return { kinds, setKinds, communityIds, setCommunityIds, isOn, said, save, end, subscribe, unsubscribe };
}

const Form = ({ initial, communities }: { initial: Subscription; communities: readonly Community[] }): ReactNode => {
  const wish = useWish(initial);
  const askToSend = useSendPermission('lecture');
  const [isTried, setTried] = useState(false);
  const fault = isTried && wish.kinds.length === 0 ? '请至少选一种活动' : undefined;
  const subscribe = async (): Promise<void> => {
    setTried(true);
    if (wish.kinds.length === 0) return focusFirstFault();
    const asked = askToSend();
    await wish.subscribe();
    await asked;
  };
  return (
    <>
      <View>有新活动，第一时间告诉您。已经报名的不重复通知，夜里不打扰。</View>
      {wish.isOn ? (
        <Button kind="danger" isBusy={wish.end.isBusy} busyText="正在取消…" onPress={() => void wish.unsubscribe()}>
          不再通知我
        </Button>
      ) : null}
      <Checks title="想知道哪些活动" note="可以选几种" items={KINDS} chosen={wish.kinds} onChange={wish.setKinds} />
      <Fault text={fault} />
      <Checks
        title="哪些社区办的"
        note="一个都不选，就是哪里办的都告诉您。在中心办的都会通知。"
        items={communities.map(({ id, name }) => ({ value: id, title: name }))}
        chosen={wish.communityIds}
        onChange={wish.setCommunityIds}
      />
      <Card tone="soft">
        <View>每次新活动都会写进“消息”里。微信每同意一次，能发来一条提醒。</View>
      </Card>
      <FormError error={wish.save.error ?? wish.end.error} onRetry={() => void subscribe()} />
      <Button icon="bell" isBusy={wish.save.isBusy} busyText="正在保存…" onPress={() => void subscribe()}>
        {wish.isOn ? '保存，再收一条微信提醒' : '有新活动告诉我'}
      </Button>
      <Live>{wish.said}</Live>
    </>
  );
};

const Own = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}news.${residentId}`, async () => {
    const [initial, { items }] = await Promise.all([subscriptionApi.get({}), centreApi.communities({})]);
    return { initial, communities: items };
  });
  return (
    <Loaded load={load}>{({ initial, communities }) => <Form initial={initial} communities={communities} />}</Loaded>
  );
};

/** Of which new activities somebody wants to be told. */
function SubscribePage(): ReactNode {
  return (
    <Page title="新活动通知">
      <NeedResident scope="own" purpose="收新活动的通知" signInText="登录">
        {([self]) => <Own key={self.id} residentId={self.id} />}
      </NeedResident>
    </Page>
  );
}

export default SubscribePage;
