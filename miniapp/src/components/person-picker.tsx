import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { AccountResident } from '@/stores/account';
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
  const only = residents.length === 1 ? residents[0] : undefined;
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
          options={residents.map((resident) => ({
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
