import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { TableColumnsType } from 'antd';
import { Table } from 'antd';
import { Link } from 'react-router-dom';
import { EmptyNote } from '../../components/empty-note';
import { sessionWords, StateTag } from '../../components/state-tag';
import { spanText } from '../../components/words';

type Row = CallReply<NoticeRoutes['today']>['sessions'][number];

const isSessionState = (state: string): state is keyof typeof sessionWords => state in sessionWords;

/** A bar beside the words; the words say it all. */
function Booked({ row }: { row: Row }) {
  const percent = row.capacity > 0 ? Math.min(100, (row.booked / row.capacity) * 100) : 0;
  return (
    <span className="booked">
      已约 {row.booked} / {row.capacity}
      <span className="booked-bar" aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}

const columnsFor = (linked: boolean): TableColumnsType<Row> => [
  { title: '时间', key: 'time', width: 130, render: (_, row) => spanText(row) },
  {
    title: '服务',
    dataIndex: 'serviceName',
    render: (name: string, row) => (linked ? <Link to={`/sessions/${row.id}`}>{name}</Link> : name),
  },
  { title: '医生', dataIndex: 'doctorName', render: (name: string | null) => name ?? '—' },
  { title: '地点', dataIndex: 'place' },
  { title: '预约', key: 'booked', render: (_, row) => <Booked row={row} /> },
  {
    title: '状态',
    dataIndex: 'state',
    render: (state: string) => (isSessionState(state) ? <StateTag word={sessionWords[state]} /> : null),
  },
];

/** The sessions of the day, the earliest first. */
export function TodaySessions({ sessions, linked }: { sessions: Row[]; linked: boolean }) {
  return (
    <Table<Row>
      rowKey="id"
      columns={columnsFor(linked)}
      dataSource={sessions}
      pagination={false}
      locale={{ emptyText: <EmptyNote text="今天没有场次" /> }}
    />
  );
}
