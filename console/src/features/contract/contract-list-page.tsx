import type { Contract, ContractState } from '@linkang/shared/api/contract.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { addDays } from '@linkang/shared/domain/clinic-day';
import type { TableColumnsType } from 'antd';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { contractApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { contractWords, StateTag } from '../../components/state-tag';
import { dayText, instantText, todayDay } from '../../components/words';
import { ContractDrawer } from './contract-drawer';
import { kindWords } from './contract-words';
import { OnSiteDrawer } from './on-site-drawer';

/** What of the address is remembered until the next time. */
const FILTERS = ['status'];

type TabKey =
  Extract<ContractState, 'pendingReview' | 'scheduled' | 'active' | 'expired' | 'rejected'> | 'ending' | 'all';

/** Days ahead within which a contract ends soon. */
const SOON_DAYS = 30;

const tabs: readonly { key: TabKey; label: string; emptyText: string }[] = [
  { key: 'pendingReview', label: '待审核', emptyText: '没有等待审核的签约' },
  { key: 'active', label: '生效中', emptyText: '还没有生效的签约' },
  { key: 'ending', label: `${SOON_DAYS}天内到期`, emptyText: `没有${SOON_DAYS}天内到期的签约` },
  { key: 'scheduled', label: '待生效', emptyText: '没有等待生效的签约' },
  { key: 'expired', label: '已到期', emptyText: '没有到期的签约' },
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
  {
    title: '团队和社区',
    key: 'team',
    className: 'nowrap',
    render: (_, row) => (
      <>
        {row.teamName}
        <div className="soft">{row.communityName ?? '社区未填'}</div>
      </>
    ),
  },
  { title: '服务包', key: 'packages', render: (_, row) => row.packages.map(({ name }) => name).join('、') },
  {
    title: '来由',
    key: 'kind',
    className: 'nowrap',
    render: (_, row) => `${kindWords[row.kind]} ${row.termYears} 年`,
  },
  {
    title: '到期',
    dataIndex: 'endDay',
    className: 'nowrap',
    render: (day: string | null) => (day === null ? '—' : dayText(day)),
  },
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
    className: 'nowrap screen-only',
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

/** What a tab asks the server for. */
const filterOf = (status: TabKey): { status?: ContractState; endsBy?: string } => {
  if (status === 'ending') return { endsBy: addDays(todayDay(), SOON_DAYS) };
  return status === 'all' ? {} : { status };
};

/** Contracts by state; one of them opens at the side. */
export function ContractListPage() {
  const roles = useAccount()?.roles ?? [];
  const [search, setSearch] = useSearchParams();
  const tab = tabs.find(({ key }) => key === search.get('status')) ?? tabs[0];
  const status = tab?.key ?? 'pendingReview';
  const opened = search.get('contract');
  const [isOnSite, setOnSite] = useState(false);
  const show = (contract: string | null): void => setSearch(contract ? { status, contract } : { status });
  const query = usePages(['contracts', status], (cursor) =>
    contractApi.list({ query: { ...filterOf(status), ...cursor } }),
  );
  return (
    <>
      <PageHeader
        title="签约审核"
        note="核对居民信息和签名后，再通过或驳回。"
        actions={
          staffMay(roles, 'contract.signOnSite') && (
            <Button type="primary" onClick={() => setOnSite(true)}>
              现场签约
            </Button>
          )
        }
      />
      <section className="panel" aria-label="签约列表">
        <Tabs
          activeKey={status}
          items={tabs.map(({ key, label }) => ({ key, label }))}
          onChange={(key) => setSearch({ status: key }, { replace: true })}
        />
        <PagedTable
          list="contracts"
          filters={FILTERS}
          query={query}
          columns={columnsFor(show)}
          emptyText={tab?.emptyText ?? ''}
        />
      </section>
      {opened && <ContractDrawer id={opened} onOpen={show} onClose={() => show(null)} />}
      {isOnSite && (
        <OnSiteDrawer
          onClose={() => setOnSite(false)}
          onDone={({ id }) => {
            setOnSite(false);
            show(id);
          }}
        />
      )}
    </>
  );
}
