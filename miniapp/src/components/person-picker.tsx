import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useAccount, type AccountResident } from '@/stores/account';
import { Card, SectionTitle } from './card';
import { OptionList } from './choices';

interface PersonPickerProps {
  title: string;
  residents: readonly AccountResident[];
  value: string;
  onChange: (residentId: string) => void;
}

/** For whom it is; only a question where the account may act for more than one person. */
export function PersonPicker({ title, residents, value, onChange }: PersonPickerProps): ReactNode {
  // In the account's own order: the rows must not move under the finger that chooses.
  const everybody = useAccount((state) => state.residents);
  const ordered = everybody.filter((resident) => residents.includes(resident));
  const only = ordered.length === 1 ? ordered[0] : undefined;
  return (
    <>
      <SectionTitle>{title}</SectionTitle>
      {only ? (
        <Card>
          <View className="item-title">{only.name}</View>
        </Card>
      ) : (
        <OptionList
          label={title}
          options={ordered.map((resident) => ({
            value: resident.id,
            title: resident.name,
            note: resident.relation === 'self' ? '本人' : '家人',
          }))}
          value={value}
          onChange={onChange}
        />
      )}
    </>
  );
}
