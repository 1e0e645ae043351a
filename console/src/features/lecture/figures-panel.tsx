import { activityKindName } from '@linkang/shared/domain/activity-kinds';
import { addDays } from '@linkang/shared/domain/clinic-day';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router-dom';
import { lectureApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';

type Figures = CallReply<LectureRoutes['figures']>;
type Cell = Figures['items'][number];

/** The last day of a month `YYYY-MM`. */
function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return addDays(`${next}-01`, -1);
}

/** The list of the activities that a figure counts. */
const listOf = ({ kind, month }: Cell): string =>
  `/lectures?${new URLSearchParams({ tab: 'done', kind, from: `${month}-01`, to: lastDayOf(month) }).toString()}`;

const columns: TableColumnsType<Cell> = [
  { title: '月份', dataIndex: 'month' },
  { title: '类型', dataIndex: 'kind', render: (kind: Cell['kind']) => activityKindName(kind) },
  {
    title: '场数',
    dataIndex: 'events',
    render: (events: number, cell) => (
      <Link to={listOf(cell)} aria-label={`看${cell.month}的${activityKindName(cell.kind)}，${events}场`}>
        {events} 场
      </Link>
    ),
  },
  { title: '参加人次', dataIndex: 'personTimes', render: (count: number) => `${count} 人次` },
];

const totalOf = ({ items }: Figures): string =>
  `共 ${items.reduce((sum, { events }) => sum + events, 0)} 场，${items.reduce((sum, { personTimes }) => sum + personTimes, 0)} 人次`;

/** What was held in a year, by month and kind, with the way to each list; only closed records count. */
export function FiguresPanel({ year }: { year: number }) {
  const query = useQuery({
    queryKey: ['lectures', 'figures', year],
    queryFn: () => lectureApi.figures({ query: { fromDay: `${year}-01-01`, toDay: `${year}-12-31` } }),
  });
  return (
    <section className="panel" aria-label={`${year}年的活动统计`}>
      <h2>{year}年的活动统计</h2>
      <QueryView query={query}>
        {(figures) => (
          <>
            <p className="soft">{totalOf(figures)}。只算已经归档的活动，点场数看是哪些。</p>
            <Table<Cell>
              rowKey={({ month, kind }) => `${month}|${kind}`}
              size="middle"
              columns={columns}
              dataSource={figures.items}
              pagination={false}
              locale={{ emptyText: <EmptyNote text="这一年还没有归档的活动" /> }}
            />
            {figures.handouts.length > 0 && (
              <p>发放资料：{figures.handouts.map(({ name, copies }) => `${name} ${copies}份`).join('，')}</p>
            )}
          </>
        )}
      </QueryView>
    </section>
  );
}
