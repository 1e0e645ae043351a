import type { CalendarEntry, ScheduleRoutes } from '@linkang/shared/api/schedule.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { TableColumnsType } from 'antd';
import { Alert, Drawer, Table } from 'antd';
import { Link } from 'react-router-dom';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { sessionWords, StateTag } from '../../components/state-tag';
import { dayText, spanText } from '../../components/words';
import { useDaySessions } from './use-schedule';

type DaySession = CallReply<ScheduleRoutes['daySessions']>['items'][number];

const columns: TableColumnsType<DaySession> = [
  { title: '时间', key: 'time', className: 'nowrap', render: (_, row) => spanText(row) },
  {
    title: '服务',
    dataIndex: 'serviceName',
    render: (name: string, row) => <Link to={`/sessions/${row.id}`}>{name}</Link>,
  },
  { title: '医生', dataIndex: 'doctorName', render: (name: string | null) => name ?? '—' },
  { title: '已约', key: 'booked', render: (_, row) => `${row.booked} / ${row.capacity}` },
  {
    title: '状态',
    dataIndex: 'state',
    render: (state: DaySession['state']) => <StateTag word={sessionWords[state]} />,
  },
];

/** Says what a closed day does not do by itself. */
function StandingNote({ items }: { items: readonly DaySession[] }) {
  const standing = items.filter(({ state }) => state !== 'suspended' && state !== 'ended');
  if (standing.length === 0) return null;
  const booked = standing.reduce((sum, row) => sum + row.booked, 0);
  const title = `这一天已经开好 ${standing.length} 场，有 ${booked} 人预约。设为休息不会取消它们，请逐场点开处理。`;
  return <Alert type="warning" showIcon title={title} style={{ marginBottom: 16 }} />;
}

/** The sessions that a day of the calendar has already. */
export function DaySessionsDrawer({ entry, onClose }: { entry: CalendarEntry; onClose: () => void }) {
  const query = useDaySessions(entry.id);
  const scope = entry.serviceName === null ? '' : `（${entry.serviceName}）`;
  return (
    <Drawer open title={`${dayText(entry.day)}的场次${scope}`} size={640} onClose={onClose}>
      <QueryView query={query}>
        {({ items }) => (
          <>
            {entry.kind === 'closed' && <StandingNote items={items} />}
            <Table<DaySession>
              rowKey="id"
              columns={columns}
              dataSource={items}
              pagination={false}
              locale={{ emptyText: <EmptyNote text="这一天还没有场次" /> }}
            />
          </>
        )}
      </QueryView>
    </Drawer>
  );
}
