import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { useLinkedPerson } from '@/hooks/use-linked-person';
import { open, routes } from '@/routes';
import { choosePerson, chosenOf, useAccount } from '@/stores/account';
import { Button } from './button';
import { Card } from './card';
import { Cell } from './cell';
import { OptionList } from './choices';
import { Sheet } from './sheet';

/** The link that was opened is for somebody else. */
const NotForMe = (): ReactNode => (
  <Card tone="warm">
    <View className="lead">这个链接是给另一位居民的</View>
    <View>您现在还不能替他办事。想帮忙的话，请在“家人”里申请，等他同意。下面是您自己的内容。</View>
    <Button kind="plain" icon="person" onPress={() => open(routes.family())}>
      去家人页
    </Button>
  </Card>
);

/** For whom it is; only there for those who may act for more than one person. */
export function PersonSwitch(): ReactNode {
  const residents = useAccount((state) => state.residents);
  const chosen = useAccount(chosenOf);
  const isForSomebodyElse = useLinkedPerson();
  const [isOpen, setOpen] = useState(false);
  const notForMe = isForSomebodyElse ? <NotForMe /> : null;
  if (!chosen || residents.length < 2) return notForMe;
  const choose = (id: string): void => {
    choosePerson(id);
    setOpen(false);
  };
  return (
    <>
      {notForMe}
      <View className="cells">
        <Cell icon="person" title={`为谁办：${chosen.name}`} note="点这里换人" onPress={() => setOpen(true)} />
      </View>
      <Sheet isOpen={isOpen} title="为谁办？" onClose={() => setOpen(false)}>
        <OptionList
          label="为谁办"
          options={residents.map(({ id, name, relation }) => ({
            value: id,
            title: name,
            note: relation === 'self' ? '我自己' : '我的家人',
          }))}
          value={chosen.id}
          onChange={choose}
        />
      </Sheet>
    </>
  );
}
