import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { AskFirst } from '@/components/ask-first';
import { Button } from '@/components/button';
import { Card, LinkCard, SectionTitle } from '@/components/card';
import { Cell, Fact, SwitchCell } from '@/components/cell';
import { DoctorFace } from '@/components/doctor-face';
import { Icon, iconNames } from '@/components/icon';
import { Marked } from '@/components/marked';
import { Preparation } from '@/components/preparation';
import { ReadAloud } from '@/components/read-aloud';
import { RichHtml } from '@/components/rich-html';
import { Sheet } from '@/components/sheet';
import { Tag } from '@/components/tag';

const RICH = [
  ['h2', '小标题'],
  ['p', '一段话，要紧的写在前面。'],
  ['blockquote', '引来的话。'],
]
  .map(([tag, text]) => `<${tag}>${text}</${tag}>`)
  .join('');

const nothing = (): void => undefined;

const Buttons = (): ReactNode => (
  <>
    <SectionTitle>按钮</SectionTitle>
    {(['primary', 'plain', 'danger', 'quiet'] as const).map((kind) => (
      <Button key={kind} kind={kind} icon="check" onPress={nothing}>
        确认预约
      </Button>
    ))}
    <Button isDisabled onPress={nothing}>
      现在不能点
    </Button>
    <Button isBusy busyText="正在提交…" onPress={nothing}>
      提交
    </Button>
    <AskFirst word="取消预约" onYes={() => Promise.resolve(true)}>
      <View>取消以后，号会让给别人。</View>
    </AskFirst>
  </>
);

const Cards = (): ReactNode => (
  <>
    <SectionTitle>卡片和行</SectionTitle>
    <Card>普通卡片</Card>
    <Card tone="soft">
      <View className="lead">平静的卡片</View>
      <View className="note">下面是说明</View>
    </Card>
    <Card tone="warm">要留意的卡片</Card>
    <LinkCard label="能点的卡片" onPress={nothing}>
      <View className="item-title">能点的卡片</View>
      <View className="note">点一下打开</View>
    </LinkCard>
    <LinkCard label="现在不能点的卡片" isDisabled onPress={nothing}>
      <View className="item-title">现在不能点的卡片</View>
    </LinkCard>
    <View className="cells">
      <Cell icon="calendar" title="我的预约" note="查看、取消" onPress={nothing} />
      <Cell title="没有图的一行" onPress={nothing} />
      <Fact name="地点">一楼全科诊室</Fact>
    </View>
    <View className="row">
      <DoctorFace name="王医生" photoUrl={null} />
      <DoctorFace name="王医生" photoUrl={null} isLarge />
    </View>
  </>
);

const Words = (): ReactNode => (
  <>
    <SectionTitle>文字和标签</SectionTitle>
    <View className="row">
      <Tag tone="good">余3号</Tag>
      <Tag tone="wait">候补中</Tag>
      <Tag tone="bad">已满</Tag>
      <Tag tone="plain">已结束</Tag>
    </View>
    <View>
      <Marked text="少放盐，多走路" words={['盐']} />
    </View>
    <View className="notice notice-wait">
      <Icon name="offline" />
      <View className="notice-words">现在没有网络。打开过的内容还能看。</View>
    </View>
    <Preparation sentences={['带身份证。', '空腹来。']} isSpoken />
    <ReadAloud label="第二段" text="这是另一段。读它的时候，上一段停下。" />
    <Card>
      <RichHtml html={RICH} />
    </Card>
    <View className="row">
      {iconNames.map((name) => (
        <Icon key={name} name={name} />
      ))}
    </View>
  </>
);

const Switching = (): ReactNode => {
  const [isOn, setOn] = useState(true);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <View className="cells">
        <SwitchCell title="读数要紧时告诉我" note="血压、血糖很高或很低时发消息" isOn={isOn} onChange={setOn} />
      </View>
      <Button kind="plain" onPress={() => setOpen(true)}>
        打开底部的窗
      </Button>
      <Sheet isOpen={isOpen} title="底部的窗" onClose={() => setOpen(false)}>
        <View>里面的话。</View>
      </Sheet>
    </>
  );
};

/** What shows something or is tapped: buttons, cards, words, switch and sheet. */
export const ShownParts = (): ReactNode => (
  <>
    <Buttons />
    <Cards />
    <Words />
    <Switching />
  </>
);
