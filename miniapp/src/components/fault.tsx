import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria } from './a11y';

/** What is wrong with the group above, read out at once. */
export const Fault = ({ text }: { text: string | false | null | undefined }): ReactNode =>
  text ? (
    <View className="fault" {...aria('alert')}>
      {text}
    </View>
  ) : null;

/** Above the button of a form: that something in it has to be changed. */
export const FaultsAbove = ({ faults }: { faults: object }): ReactNode =>
  Object.keys(faults).length > 0 ? <View className="fault">上面有内容没填好，请按红字提示改一改。</View> : null;
