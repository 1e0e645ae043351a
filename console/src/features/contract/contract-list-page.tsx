import type { Contract, ContractState } from '@linkang/shared/api/contract.routes';
import type { TableColumnsType } from 'antd';
import { Button, Tabs } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { contractApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { contractWords, StateTag } from '../../components/state-tag';
import { instantText } from '../../components/words';
import { ContractDrawer } from './contract-drawer';

type TabKey = Extract<ContractState, 'pendingReview' | 'active' | 'rejected'> | 'all';

const tabs: readonly { key: TabKey; label: string; emptyText: string }[] = [
  { key: 'pendingReview', label: '待审核', emptyText: '没有等待审核的签约' },
  { key: 'active', label: '生效中', emptyText: '还没有生效的签约' },
  { key: 'rejected', label: '已驳回', emptyText: '没有驳回过的签约' },
  { key: 'all', label: '全部', emptyText: '还没有签约' },
];

const columnsFor = (open: (id: string) => void): TableColumnsType<Contract> => [
  {
    title: '居民',
    key: 'resident',
    className: 'nowrap',
    render: (_, row) => `${row.residentName}${row.residentAge === undefined ? '' : ` ${row.residentAge}岁`}`,
  },
  { title: '社区', dataIndex: 'communityName', render: (name: string | null | undefined) => name ?? '未填' },
  { title: '团队', dataIndex: 'teamName' },
  { title: '服务包', key: 'packages', render: (_, row) => row.packages.map(({ name }) => name).join('、') },
  { title: '年限', dataIndex: 'termYears', className: 'nowrap', render: (years: number) => `${years} 年` },
  { title: '提交时间', dataIndex: 'signedAt', className: 'nowrap', render: (at: string) => instantText(at) },
  {
    title: '状态',
    dataIndex: 'status',
    className: 'nowrap',
    render: (_, row) => <StateTag word={contractWords[row.status]} />,
  },
  {
    title: '操作',
    key: 'open',
    className: 'nowrap',
    render: (_, row) => {
      const action = row.can.approve ? '审核' : '查看';
      return (
        <Button aria-label={`${action} ${row.residentName} 的签约`} onClick={() => open(row.id)}>
          {action}
        </Button>
      );
    },
  },
];

/** Contracts by state; one of them opens at the side. */
export function ContractListPage() {
  const [search, setSearch] = useSearchParams();
  const tab = tabs.find(({ key }) => key === search.get('status')) ?? tabs[0];
  const status = tab?.key ?? 'pendingReview';
  const opened = search.get('contract');
  const show = (contract: string | null): void => setSearch(contract ? { status, contract } : { status });
  const query = usePages(['contracts', status], (cursor) =>
    contractApi.list({ query: { ...(status === 'all' ? {} : { status }), ...cursor } }),
  );
  return (
    <>
      <PageHeader title="签约审核" note="核对居民信息和签名后，再通过或驳回。" />
      <section className="panel" aria-label="签约列表">
        <Tabs
          activeKey={status}
          items={tabs.map(({ key, label }) => ({ key, label }))}
          onChange={(key) => setSearch({ status: key }, { replace: true })}
        />
        <PagedTable query={query} columns={columnsFor(show)} emptyText={tab?.emptyText ?? ''} />
      </section>
      {opened && <ContractDrawer id={opened} onClose={() => show(null)} />}
    </>
  );
}
