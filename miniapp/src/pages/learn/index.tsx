import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Cell } from '@/components/cell';
import { Page } from '@/components/page';
import { PillTabs } from '@/components/pill-tabs';
import { open, routes } from '@/routes';
import { learnSection } from '@/stores/learn-section';
import { Articles } from './components/articles';
import { Lectures } from './components/lectures';

const SECTIONS = [
  { value: 'articles', title: '文章' },
  { value: 'lectures', title: '讲座' },
] as const;

/** Reading and lectures. */
function LearnPage(): ReactNode {
  const section = learnSection((state) => state.section);
  return (
    <Page title="学健康" tab="learn">
      <PillTabs
        label="看文章还是看讲座"
        items={SECTIONS}
        value={section}
        onChange={(next) => learnSection.setState({ section: next })}
      />
      <View className="cells">
        <Cell icon="book" title="健康处方" note="常见病平时怎么做，能听" onPress={() => open(routes.prescriptions())} />
        <Cell icon="check" title="健康知识答题" note="练一练，参加竞赛" onPress={() => open(routes.quiz())} />
      </View>
      {section === 'articles' ? <Articles /> : <Lectures />}
    </Page>
  );
}

export default LearnPage;
