import { Text, View } from '@tarojs/components';
import { useLoad } from '@tarojs/taro';
import type { ReactNode } from 'react';

/** The template's page. */
export default function Index(): ReactNode {
  useLoad(() => undefined);
  return (
    <View className="index">
      <Text>Hello world!</Text>
    </View>
  );
}
