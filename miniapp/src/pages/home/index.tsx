import { View } from '@tarojs/components';
import { useShareAppMessage, useShareTimeline } from '@tarojs/taro';
import type { ReactNode } from 'react';
import { articleApi, lectureApi } from '@/api/clients';
import { ArticleCard } from '@/components/article-card';
import { Button } from '@/components/button';
import { LinkCard, SectionTitle } from '@/components/card';
import { ConsentDue } from '@/components/consent-due';
import { LectureCard } from '@/components/lecture-card';
import { Page } from '@/components/page';
import { ScanCheckIn } from '@/components/scan-check-in';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { open, openTab, routes, tabPages } from '@/routes';
import { useBookingRest } from '@/stores/booking-clock';
import { useCentre } from '@/stores/centre';
import { useReadingMode } from '@/stores/reading-mode';
import { Announcements } from './components/announcements';
import { CentreCard } from './components/centre-card';
import { ElderSuggestion } from './components/elder-suggestion';
import { FamilyCard } from './components/family-card';
import { Greeting } from './components/greeting';
import { NextThings } from './components/next-things';
import { NoticeRow } from './components/notice-row';
import { Tiles } from './components/tiles';
import { YearlyCard } from './components/yearly-card';
import './index.scss';

const NEWEST = 3;

const Lectures = (): ReactNode => {
  const load = useLoad('home.lectures', () => lectureApi.list({ query: { limit: 2 } }), { keepCopy: true });
  return (
    <Loaded load={load} lines={1}>
      {({ items }) => (
        <View className="stack">
          {items.length ? (
            items.map((lecture) => <LectureCard key={lecture.id} lecture={lecture} />)
          ) : (
            <View className="note">最近没有讲座，有新讲座会显示在这里。</View>
          )}
        </View>
      )}
    </Loaded>
  );
};

const Articles = (): ReactNode => {
  const load = useLoad('home.articles', () => articleApi.list({ query: { limit: NEWEST } }), { keepCopy: true });
  return (
    <Loaded load={load} lines={1}>
      {({ items }) => (
        <View className="stack">
          {items.map((article) => (
            <ArticleCard key={article.id} article={article} />
          ))}
        </View>
      )}
    </Loaded>
  );
};

/** What comes next for the whole family. */
const Coming = (): ReactNode => (
  <>
    <SectionTitle>接下来</SectionTitle>
    <YearlyCard />
    <NextThings />
  </>
);

/** The first page: what comes next, where to go, what is new; in elder mode the large tiles before everything. */
function HomePage(): ReactNode {
  useBookingRest();
  const isElder = useReadingMode((state) => state.isElder);
  const shortName = useCentre((state) => state.centre?.shortName);
  const shareTitle = `${shortName ?? '邻康'}：签家庭医生、约体检、学健康`;
  useShareAppMessage(() => ({ title: shareTitle, path: tabPages.home }));
  useShareTimeline(() => ({ title: shareTitle }));
  return (
    <Page title={shortName ?? '邻康'} tab="home" hasPerson hasPhone={false}>
      <ConsentDue />
      {isElder ? (
        <>
          <Greeting />
          <Tiles />
          <Announcements />
          <Coming />
        </>
      ) : (
        <>
          <Announcements />
          <ElderSuggestion />
          <Greeting />
          <Coming />
          <Tiles />
        </>
      )}
      <NoticeRow />
      <ScanCheckIn />
      <LinkCard label="家庭医生签约，有固定的医生团队，基础服务不收钱" onPress={() => open(routes.contract())}>
        <View className="item-title">家庭医生签约</View>
        <View className="note">有固定的医生团队，基础服务不收钱</View>
      </LinkCard>
      <LinkCard label="记血压、血糖，量完记一下，马上知道高不高" onPress={() => open(routes.measurements())}>
        <View className="item-title">记血压、血糖</View>
        <View className="note">量完记一下，马上知道高不高</View>
      </LinkCard>
      <FamilyCard />
      <SectionTitle>近期讲座</SectionTitle>
      <Lectures />
      <SectionTitle>健康文章</SectionTitle>
      <Articles />
      <Button kind="plain" icon="book" onPress={() => openTab('learn')}>
        看更多文章和讲座
      </Button>
      <SectionTitle>我们在哪里</SectionTitle>
      <CentreCard />
    </Page>
  );
}

export default HomePage;
