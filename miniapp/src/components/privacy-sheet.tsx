import { Button as WechatButton, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import type { ReactNode } from 'react';
import { AGREE_BUTTON, answerPrivacy, usePrivacy } from '@/stores/privacy';
import { Button } from './button';
import { Sheet } from './sheet';

const openGuideline = (): void => {
  // Its promise is missing in older versions of WeChat.
  Taro.openPrivacyContract({ fail: () => undefined });
};

/** WeChat's question before the first use of personal data, in our own words; on every page, as any may need it. */
export const PrivacySheet = (): ReactNode => {
  const isAsked = usePrivacy(({ waiting }) => waiting.length > 0);
  return (
    <Sheet isOpen={isAsked} title="先看隐私说明" closeText="不同意" onClose={() => answerPrivacy(false)}>
      <View>接下来这一步要用到您的信息。请先看隐私保护指引，同意后才能继续。</View>
      <View className="note">不同意也可以看文章、讲座和门诊安排，要办事请到前台或打电话。</View>
      <Button kind="quiet" icon="shield" onPress={openGuideline}>
        看隐私保护指引
      </Button>
      <WechatButton
        id={AGREE_BUTTON}
        className="btn btn-primary"
        openType="agreePrivacyAuthorization"
        onAgreePrivacyAuthorization={() => answerPrivacy(true)}
      >
        同意并继续
      </WechatButton>
    </Sheet>
  );
};
