import type { ClashRow } from '@linkang/shared/api/session.routes';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { sessionApi } from '../../api/clients';
import { useRoster } from '../../components/bookings-table';
import { QueryView } from '../../components/query-view';

const columns: TableColumnsType<ClashRow> = [
  { title: '号', dataIndex: 'number', width: 64 },
  { title: '姓名', dataIndex: 'residentName' },
  { title: '现在的时间', dataIndex: 'startTime' },
  {
    title: '电话',
    dataIndex: 'phone',
    render: (phone: string | null) => (phone ? <a href={`tel:${phone}`}>{phone}</a> : '未留'),
  },
];

function ClashTable({ sessionId }: { sessionId: string }) {
  const query = useQuery({
    queryKey: ['session-clashes', sessionId],
    queryFn: () => sessionApi.clashes({ params: { id: sessionId } }),
    // Whole numbers are read when somebody asks, and not kept.
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  return (
    <QueryView query={query}>
      {({ items }) => <Table<ClashRow> rowKey="id" columns={columns} dataSource={items} pagination={false} />}
    </QueryView>
  );
}

/** Who is to be phoned: their seat stayed theirs, but they have another booking at the new time. */
export function ClashPanel({ sessionId }: { sessionId: string }) {
  const roster = useRoster(sessionId);
  const [isShown, setIsShown] = useState(false);
  const count = roster.data?.items.filter(({ clash }) => clash).length ?? 0;
  if (count === 0) return null;
  return (
    <section className="panel screen-only" aria-label="要打电话的人">
      <h2>{count} 人的新时间和自己的另一个预约冲突，请打电话</h2>
      <p>号还留着。请问清楚保留哪一个，再到“前台”查找这位居民，取消另一个或改约。</p>
      {isShown ? (
        <ClashTable sessionId={sessionId} />
      ) : (
        <Button onClick={() => setIsShown(true)}>查看姓名和电话（会记入日志）</Button>
      )}
    </section>
  );
}
