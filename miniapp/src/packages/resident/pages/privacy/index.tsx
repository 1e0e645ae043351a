import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { residentApi } from '@/api/clients';
import { Card, SectionTitle } from '@/components/card';
import { Page } from '@/components/page';
import { plainText } from '@/components/plain-text';
import { ReadAloud } from '@/components/read-aloud';
import { RichHtml } from '@/components/rich-html';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';

/** How the centre keeps what it knows, in the texts that people agree to. */
function PrivacyPage(): ReactNode {
  const load = useLoad('consents.child', () => residentApi.consents({ query: { subject: 'child' } }), {
    keepCopy: true,
  });
  return (
    <Page title="隐私说明">
      <Card tone="soft">
        <View>您的身份证号和电话加密保存，页面上只显示一部分。只有为您服务的工作人员能看，看了都有记录。</View>
        <View>不登录也能看文章、讲座和门诊安排。</View>
        <View>在“我的”里可以看谁看过您的档案，要一份自己的信息，也可以注销账号。</View>
        <View>姓名或身份证号想更正，请带身份证到前台，或打电话给我们。</View>
      </Card>
      <Loaded load={load}>
        {({ items }) => (
          <>
            {items.map((consent) => (
              <View key={consent.purpose} className="stack">
                <SectionTitle>{consent.title}</SectionTitle>
                <Card>
                  <ReadAloud label={consent.title} text={plainText(consent.html)} />
                  <RichHtml html={consent.html} />
                  <View className="note">{`版本 ${consent.version}`}</View>
                </Card>
              </View>
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}

export default PrivacyPage;
