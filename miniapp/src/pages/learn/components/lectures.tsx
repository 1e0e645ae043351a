import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { lectureApi } from '@/api/clients';
import { Cell } from '@/components/cell';
import { LectureCard } from '@/components/lecture-card';
import { PagedList } from '@/components/paged-list';
import { PillTabs } from '@/components/pill-tabs';
import { usePages } from '@/hooks/use-pages';
import { open, routes } from '@/routes';

const WHEN = [
  { value: 'coming', title: '即将开始' },
  { value: 'past', title: '以前的' },
] as const;

const PAGE_SIZE = 10;

/** Lectures, coming or past. */
export function Lectures(): ReactNode {
  const [when, setWhen] = useState<'coming' | 'past'>('coming');
  const pages = usePages(
    `lectures.${when}`,
    (cursor) => lectureApi.list({ query: { when, limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) } }),
    { keepCopy: true },
  );
  return (
    <>
      <PillTabs label="讲座时间" look="filter" items={WHEN} value={when} onChange={setWhen} />
      <View className="cells">
        <Cell icon="bell" title="新活动通知" note="有新讲座、新活动告诉我" onPress={() => open(routes.lectureNews())} />
      </View>
      <PagedList
        pages={pages}
        picture="booking"
        emptyTitle={when === 'coming' ? '最近没有讲座，过几天再来看看' : '还没有办过讲座'}
        unit="场讲座"
      >
        {(lecture) => <LectureCard key={lecture.id} lecture={lecture} />}
      </PagedList>
    </>
  );
}
