import type { AuditEntry } from '@linkang/shared/api/trail.routes';
import type { TableColumnsType } from 'antd';
import { Button, Descriptions, Modal } from 'antd';
import { useState } from 'react';
import { trailApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { StateTag } from '../../components/state-tag';
import { instantText } from '../../components/words';
import { AuditFilterBar } from './audit-filter';
import { actionText, actorText, kindWords, resultWords } from './audit-words';
import { useAuditFilter, type AuditFilter } from './use-audit-filter';

/** What of the address is remembered until the next time. */
const FILTERS = ['action', 'result', 'fromDay', 'toDay'];

const columnsOf = (open: (entry: AuditEntry) => void): TableColumnsType<AuditEntry> => [
  { title: '时间', dataIndex: 'at', className: 'nowrap', render: (at: string) => instantText(at) },
  { title: '谁', key: 'actor', render: (_, entry) => actorText(entry) },
  {
    title: '居民',
    dataIndex: 'residentNameMasked',
    className: 'nowrap',
    render: (name: string | null) => name ?? '—',
  },
  {
    title: '做了什么',
    key: 'action',
    render: (_, { kind, words, reason }) => (
      <>
        {`${kindWords[kind]}：${actionText(words)}`}
        {reason && <div className="soft">原因：{reason}</div>}
      </>
    ),
  },
  {
    title: '结果',
    dataIndex: 'result',
    className: 'nowrap',
    render: (result: AuditEntry['result']) => <StateTag word={resultWords[result]} />,
  },
  {
    title: '从哪里',
    key: 'origin',
    render: (_, { network, device }) => (
      <>
        {network || '—'}
        <div className="soft">{device}</div>
      </>
    ),
  },
  {
    title: '操作',
    key: 'more',
    className: 'screen-only',
    render: (_, entry) => (
      <Button type="link" onClick={() => open(entry)}>
        更多
      </Button>
    ),
  },
];

const detailsOf = (entry: AuditEntry) =>
  [
    ['用途', entry.purpose],
    ['接口', entry.action],
    ['居民编号', entry.residentId],
    ['对象编号', entry.targetId],
    ['拒绝代码', entry.code],
    ['请求编号', entry.requestId],
    ['记录编号', entry.id],
  ]
    .filter(([, value]) => value)
    .map(([label, value]) => ({ key: label as string, label, children: value }));

/** As the interface wants it: what narrows nothing is left out. */
const queryOf = (filter: AuditFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));

/** Who touched whose data, for those who look after it. */
export function AuditsPage() {
  const [filter, change] = useAuditFilter();
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  // Each reading goes into the log itself.
  const query = usePages(
    ['audits', filter],
    (cursor) => trailApi.search({ query: { ...queryOf(filter), limit: 50, ...cursor } }),
    { refetchOnWindowFocus: false, gcTime: 0 },
  );
  return (
    <>
      <PageHeader title="审计记录" note="谁在什么时候看过、改过谁的信息，包括被拒绝的。您的查询也会记下来。" />
      <section className="panel" aria-label="审计记录">
        <AuditFilterBar filter={filter} change={change} />
        <PagedTable
          list="audits"
          filters={FILTERS}
          query={query}
          columns={columnsOf(setOpened)}
          emptyText="没有符合的记录"
        />
      </section>
      <Modal open={opened !== null} title="这条记录" footer={null} onCancel={() => setOpened(null)} destroyOnHidden>
        {opened && <Descriptions column={1} bordered size="small" items={detailsOf(opened)} />}
      </Modal>
    </>
  );
}
