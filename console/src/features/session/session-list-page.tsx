import { PlusOutlined } from '@ant-design/icons';
import type { Session } from '@linkang/shared/api/session.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { TableColumnsType } from 'antd';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router-dom';
import { sessionApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { sessionWords, StateTag } from '../../components/state-tag';
import { dayText, instantText, spanText } from '../../components/words';
import { SessionFilter } from './session-filter';
import { useSessionFilter } from './use-session-filter';

/** What of the address is remembered until the next time. */
const FILTERS = ['fromDay', 'toDay', 'serviceCode'];

// The schema that checks the form comes with it, only when it is needed.
const OpenSessionDrawer = lazy(async () => ({ default: (await import('./open-session-drawer')).OpenSessionDrawer }));

const stateOptions = Object.entries(sessionWords).map(([value, word]) => ({ value, text: word[0] }));

const byTime = (a: Session, b: Session): number => `${a.day}${a.startTime}`.localeCompare(`${b.day}${b.startTime}`);

const columns: TableColumnsType<Session> = [
  { title: '日期', dataIndex: 'day', className: 'nowrap', render: (day: string) => dayText(day), sorter: byTime },
  { title: '时间', key: 'time', className: 'nowrap', render: (_, row) => spanText(row) },
  {
    title: '服务',
    dataIndex: 'serviceName',
    render: (name: string, row) => <Link to={`/sessions/${row.id}`}>{name}</Link>,
  },
  {
    title: '医生',
    key: 'doctor',
    render: (_, row) => [row.doctor?.name, row.visitingHospital].filter(Boolean).join(' · ') || '—',
  },
  { title: '地点', dataIndex: 'place' },
  {
    title: '余号',
    key: 'remaining',
    sorter: (a, b) => a.remaining - b.remaining,
    render: (_, row) => `余 ${row.remaining} / 共 ${row.capacity}`,
  },
  {
    title: '状态',
    dataIndex: 'state',
    filters: stateOptions,
    onFilter: (value, row) => row.state === value,
    render: (_, row) => (
      <>
        <StateTag word={sessionWords[row.state]} />
        {row.state === 'notReleased' && row.releaseAt && <div className="soft">{instantText(row.releaseAt)} 放号</div>}
      </>
    ),
  },
];

/** Sessions of a span of days, and the form that opens a new one. */
export function SessionListPage() {
  const roles = useAccount()?.roles ?? [];
  const { filter, changeFilter } = useSessionFilter();
  const [opening, setOpening] = useState(false);
  const query = usePages(['sessions', filter], (cursor) => sessionApi.list({ query: { ...filter, ...cursor } }));
  const openButton = staffMay(roles, 'session.create') && (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpening(true)}>
      开放场次
    </Button>
  );
  return (
    <>
      <PageHeader title="场次与预约" note="点服务名称查看预约名单。" actions={openButton} />
      <section className="panel" aria-label="场次列表">
        <SessionFilter filter={filter} onChange={changeFilter} />
        <PagedTable
          list="sessions"
          filters={FILTERS}
          query={query}
          columns={columns}
          emptyText="这段时间没有场次，可以换个日期或开放场次"
        />
      </section>
      {opening && (
        <Suspense fallback={null}>
          <OpenSessionDrawer onClose={() => setOpening(false)} />
        </Suspense>
      )}
    </>
  );
}
