import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { minutesOf, sayDay, timeOf } from '@linkang/shared/domain/clinic-day';
import { selfOf, useAccount } from '@/stores/account';
import { serverNow, serverToday } from '@/stores/centre';

const greetingAt = (minutes: number): string => {
  if (minutes < 5 * 60) return '夜深了';
  if (minutes < 11 * 60 + 30) return '早上好';
  if (minutes < 13 * 60 + 30) return '中午好';
  if (minutes < 18 * 60) return '下午好';
  return '晚上好';
};

/** Good morning, and which day it is. */
export function Greeting(): ReactNode {
  const name = useAccount((state) => selfOf(state)?.name);
  const greeting = greetingAt(minutesOf(timeOf(serverNow())));
  return (
    <View className="greeting">
      <View className="greeting-text">{name ? `${greeting}，${name}` : `${greeting}！`}</View>
      <View className="note">{`今天是${sayDay(serverToday())}`}</View>
    </View>
  );
}
