import type { ListedAlert } from '@linkang/shared/api/measurement.routes';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { measurementApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { instantText } from '../../components/words';
import { AlertDrawer } from './alert-drawer';
import { levelWords } from './reading-words';

const REFRESH_MS = 30_000;

const columnsOf = (open: (id: string) => void): TableColumnsType<ListedAlert> => [
  { title: '程度', key: 'level', className: 'nowrap', render: (_, { level }) => <StateTag word={levelWords[level]} /> },
  { title: '居民', dataIndex: 'residentName', className: 'nowrap' },
  { title: '量的', key: 'kind', className: 'nowrap', render: (_, { kind }) => homeTables[kind].name },
  { title: '什么时候量的', key: 'takenAt', className: 'nowrap', render: (_, { takenAt }) => instantText(takenAt) },
  {
    title: '情况',
    key: 'state',
    render: (_, { escalated, escalatesAt, withdrawn }) => (
      <>
        {escalated ? <StateTag word={['超时没人处理', 'bad']} /> : `请在 ${instantText(escalatesAt)} 前处理`}
        {withdrawn && ' 本人说记错了，已撤回'}
      </>
    ),
  },
  {
    title: '办理',
    key: 'open',
    className: 'screen-only',
    render: (_, { id, residentName, kind }) => (
      <Button type="primary" aria-label={`处理：${residentName} ${homeTables[kind].name}`} onClick={() => open(id)}>
        处理
      </Button>
    ),
  },
];

/** Readings that somebody has to look at now, the longest waiting on top. */
export function AlertsPage() {
  const [openId, setOpenId] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['alerts', 'list'],
    queryFn: () => measurementApi.alerts({}),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeader
        title="要紧读数"
        note="居民在家量的，高得或低得要马上联系。等得最久的排在最前面；超时没人处理，会转给主任和公卫人员。"
      />
      <section className="panel" aria-label="要紧读数">
        <QueryView query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyNote text="现在没有要马上处理的读数" />
            ) : (
              <Table
                rowKey="id"
                dataSource={items}
                columns={columnsOf(setOpenId)}
                pagination={false}
                scroll={{ x: 'max-content' }}
              />
            )
          }
        </QueryView>
      </section>
      {openId !== null && <AlertDrawer id={openId} onClose={() => setOpenId(null)} />}
    </>
  );
}
