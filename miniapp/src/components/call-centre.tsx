import { Text } from '@tarojs/components';
import type { ReactNode } from 'react';
import { callPhone } from '@/routes';
import { useCentre } from '@/stores/centre';
import { Button } from './button';

/** One tap to the centre's phone. */
export const CallCentre = (): ReactNode => {
  const phone = useCentre((state) => state.centre?.phone);
  if (!phone) return null;
  return (
    <Button kind="quiet" icon="phone" onPress={() => callPhone(phone)}>
      打电话给我们 <Text className="nowrap">{phone}</Text>
    </Button>
  );
};
