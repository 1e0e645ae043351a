import type { ReactNode } from 'react';
import { Page } from '@/components/page';
import { PillTabs } from '@/components/pill-tabs';
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
      {section === 'articles' ? <Articles /> : <Lectures />}
    </Page>
  );
}

export default LearnPage;
