import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { SwitchCell } from '@/components/cell';
import { Page } from '@/components/page';
import { SizeChoice } from '@/components/size-choice';
import { useElderMode } from '@/hooks/use-elder-mode';
import { goBack } from '@/routes';
import { chooseContrast, useContrast } from '@/stores/contrast';

/** Something to read at once in the size and colours that were chosen. */
const Sample = (): ReactNode => (
  <Card>
    <View className="item-title">看看这样清楚吗？</View>
    <View>明天上午8点，请空腹来一楼体检，带好身份证。</View>
    <View className="note">小字也要看得清：不舒服请打电话给我们。</View>
  </Card>
);

/** How large and how dark everything is: reading mode, letters, contrast. What is chosen shows at once and is kept. */
function LookPage(): ReactNode {
  const { isElder, choose } = useElderMode();
  const isHigh = useContrast((state) => state.isHigh);
  return (
    <Page title="字号和颜色">
      <Sample />
      <SectionTitle>字号</SectionTitle>
      <SizeChoice />
      <View className="cells">
        <SwitchCell title="大字版" note="字和按钮都更大，颜色更深" isOn={isElder} onChange={choose} />
        <SwitchCell title="黑白分明" note="白底黑字，边线更粗更清楚" isOn={isHigh} onChange={chooseContrast} />
      </View>
      <View className="note">选好就生效，下次打开还是这样。微信里把字调大了，我们第一次就用大字版。</View>
      <Button onPress={goBack}>好了</Button>
    </Page>
  );
}

export default LookPage;
