import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { TimelineEvent } from '@linkang/shared/api/record.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { recordApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Card, SectionTitle } from '@/components/card';
import { PagedList } from '@/components/paged-list';
import { usePages } from '@/hooks/use-pages';

const monthOf = ({ day }: TimelineEvent): string => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月`;

/** The first event of each month, over which the month stands. */
const monthStarts = (events: readonly TimelineEvent[]): ReadonlySet<string> =>
  new Set(
    events
      .filter((event, index) => {
        const before = events[index - 1];
        return !before || monthOf(before) !== monthOf(event);
      })
      .map(({ id }) => id),
  );

/** What was done for the person, month by month, the newest first. */
export function TimelinePart({ residentId }: { residentId: string }): ReactNode {
  const pages = usePages(`${PERSONAL}timeline.${residentId}`, (cursor) =>
    recordApi.timeline({ params: { id: residentId }, query: cursor === undefined ? {} : { cursor } }),
  );
  const starts = monthStarts(pages.items ?? []);
  return (
    <PagedList pages={pages} emptyTitle="还没有服务记录" unit="条记录">
      {(event) => (
        <View key={event.id} className="stack">
          {starts.has(event.id) ? <SectionTitle>{monthOf(event)}</SectionTitle> : null}
          <Card>
            <View className="lead">{event.title}</View>
            <View className="note">{event.by ? `${sayDay(event.day)}，${event.by}` : sayDay(event.day)}</View>
          </Card>
        </View>
      )}
    </PagedList>
  );
}
