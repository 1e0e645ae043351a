import type { BulkHead } from '@linkang/shared/api/bulk.routes';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Table } from 'antd';
import { Link } from 'react-router-dom';
import { bulkApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { instantText } from '../../components/words';
import { daysText } from './bulk-words';

const columns: TableColumnsType<BulkHead> = [
  { title: '办理时间', dataIndex: 'createdAt', className: 'nowrap', render: (at: string) => instantText(at) },
  { title: '服务', dataIndex: 'serviceName' },
  { title: '日期', key: 'days', render: (_, run) => daysText(run) },
  {
    title: '结果',
    key: 'outcome',
    render: (_, { people, booked, refused }) => `${people} 人，约上 ${booked} 人，没约上 ${refused} 人`,
  },
  {
    title: '查看',
    key: 'open',
    className: 'nowrap',
    render: (_, { id, createdAt }) => (
      <Link to={`/building-days/${id}`} aria-label={`查看结果：${instantText(createdAt)}`}>
        查看结果
      </Link>
    ),
  },
];

/** What was booked lately, to print the slips again. */
export function LatestRuns() {
  const query = useQuery({ queryKey: ['bulk-runs'], queryFn: () => bulkApi.list({}) });
  return (
    <section className="panel" aria-label="最近办理的">
      <h2>最近办理的</h2>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyNote text="还没有办过整楼预约" />
          ) : (
            <Table<BulkHead> rowKey="id" columns={columns} dataSource={items} pagination={false} />
          )
        }
      </QueryView>
    </section>
  );
}
