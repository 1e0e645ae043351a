import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { choosePerson, chosenOf, useAccount } from '@/stores/account';
import { Cell } from './cell';
import { OptionList } from './choices';
import { Sheet } from './sheet';

/** For whom it is; only there for those who may act for more than one person. */
export function PersonSwitch(): ReactNode {
  const residents = useAccount((state) => state.residents);
  const chosen = useAccount(chosenOf);
  const [isOpen, setOpen] = useState(false);
  if (!chosen || residents.length < 2) return null;
  const choose = (id: string): void => {
    choosePerson(id);
    setOpen(false);
  };
  return (
    <>
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
