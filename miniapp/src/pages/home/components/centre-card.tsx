import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Icon } from '@/components/icon';
import { Loading } from '@/components/states';
import { callPhone, openMap } from '@/routes';
import { useCentre } from '@/stores/centre';

/** Name, address, hours, phones and notes of the centre. */
export function CentreCard(): ReactNode {
  const centre = useCentre((state) => state.centre);
  if (!centre) return <Loading lines={1} />;
  return (
    <Card>
      <View className="item-title">{centre.name}</View>
      <View className="centre-line">
        <Icon name="pin" />
        <View>{centre.address}</View>
      </View>
      <View className="centre-line">
        <Icon name="clock" />
        <View>{centre.hours}</View>
      </View>
      <View className="centre-line">
        <Icon name="phone" />
        <View>{centre.phone}</View>
      </View>
      {centre.notes.map((note) => (
        <View key={note} className="centre-line">
          <Icon name="info" />
          <View>{note}</View>
        </View>
      ))}
      <Button kind="plain" icon="phone" onPress={() => callPhone(centre.phone)}>
        打电话给我们
      </Button>
      {centre.morePhones.map(({ label, phone }) => (
        <Button key={label} kind="quiet" icon="phone" onPress={() => callPhone(phone)}>
          {label} <Text className="nowrap">{phone}</Text>
        </Button>
      ))}
      <Button kind="plain" icon="pin" onPress={() => openMap(centre)}>
        打开地图
      </Button>
    </Card>
  );
}
