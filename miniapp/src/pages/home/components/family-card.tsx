import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { proxyApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { LinkCard } from '@/components/card';
import { Tag } from '@/components/tag';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { open, routes } from '@/routes';
import { loadMe, selfOf, useAccount } from '@/stores/account';

/** The way to the family, and whether somebody there waits for an answer. */
export function FamilyCard(): ReactNode {
  const selfId = useAccount((state) => selfOf(state)?.id);
  const load = useLoad(selfId === undefined ? undefined : `${PERSONAL}proxies.${selfId}`, () => proxyApi.list({}), {
    keepCopy: true,
  });
  useShowAgain(() => {
    if (selfId === undefined) return;
    void load.reload();
    // A relative may have agreed or ended it meanwhile; without network the old list stays.
    loadMe().catch(() => undefined);
  });
  const waiting = load.data?.received.filter(({ status }) => status === 'proposed').length ?? 0;
  const word = `${waiting}位家人等您同意`;
  const note = '帮父母约，或请子女帮自己约';
  return (
    <LinkCard label={`家人，${waiting ? word : note}`} onPress={() => open(routes.family())}>
      <View className="item-title">家人</View>
      {waiting ? <Tag tone="wait">{word}</Tag> : <View className="note">{note}</View>}
    </LinkCard>
  );
}
