import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { trailApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Card } from '@/components/card';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { PagedList } from '@/components/paged-list';
import { usePages } from '@/hooks/use-pages';
import { TrailCard } from '../../components/trail-card';

const Trail = ({ residentId }: { residentId: string }): ReactNode => {
  const pages = usePages(
    `${PERSONAL}trail.${residentId}`,
    (cursor) => trailApi.ofResident({ params: { id: residentId }, query: cursor === undefined ? {} : { cursor } }),
    { keepCopy: true },
  );
  return (
    <>
      <Card tone="soft">
        <View>工作人员每次看您的档案，家人每次替您办事，都会记在这里，谁也改不了。</View>
        <View>看到不认识的人，或觉得不对劲，请打电话问我们。</View>
      </Card>
      <PagedList pages={pages} emptyTitle="还没有人看过您的档案" unit="条记录">
        {(entry) => <TrailCard key={entry.id} entry={entry} />}
      </PagedList>
    </>
  );
};

/** Who looked at the person's record, and what relatives did in the person's name. */
function TrailPage(): ReactNode {
  return (
    <Page title="谁看过我的档案">
      <NeedResident scope="own" purpose="看谁看过您的档案" signInText="登录">
        {([self]) => <Trail key={self.id} residentId={self.id} />}
      </NeedResident>
    </Page>
  );
}

export default TrailPage;
