import type { TimelineEvent } from '@linkang/shared/api/record.routes';
import type { TableColumnsType } from 'antd';
import { recordApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PagedTable } from '../../components/paged-table';
import { instantText } from '../../components/words';

const columns: TableColumnsType<TimelineEvent> = [
  { title: '时间', key: 'at', className: 'nowrap', render: (_, { at }) => instantText(at) },
  { title: '做了什么', dataIndex: 'title' },
  { title: '经手', dataIndex: 'by', className: 'nowrap', render: (by: string) => by || '—' },
];

/** What was done for a person, the newest first. */
export function TimelineView({ residentId }: { residentId: string }) {
  const query = usePages(['record-timeline', residentId], (cursor) =>
    recordApi.timeline({ params: { id: residentId }, query: cursor }),
  );
  return <PagedTable list="record-timeline" query={query} columns={columns} emptyText="还没有服务记录" />;
}
