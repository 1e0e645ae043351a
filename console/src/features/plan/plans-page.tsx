import type { ListedPlan, PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { Input } from '@linkang/shared/api/route';
import { openGroups } from '@linkang/shared/domain/group-memberships';
import { promisedPackages } from '@linkang/shared/domain/tables/service-plan';
import type { TableColumnsType } from 'antd';
import { Radio, Select } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { planApi } from '../../api/clients';
import { useCells, useCommunities, useTeams } from '../../api/use-centre';
import { usePages } from '../../api/use-pages';
import { atDesk } from '../../components/at-desk';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { StateTag } from '../../components/state-tag';
import { dayText, sexNames } from '../../components/words';
import { FiguresPanel } from './figures-panel';
import './plan.css';

/** What of the address is remembered until the next time. */
const FILTERS = ['state', 'team', 'community', 'cell', 'group', 'item'];

type State = Input<PlanRoutes['list']>['query']['state'];
type Row = ListedPlan & { id: string };

const states: Record<State, string> = { due: '30天内该做', overdue: '已超期', unserved: '签而不约', all: '全部签约' };
const isState = (text: string | null): text is State => text !== null && text in states;

const emptyTexts: Record<State, string> = {
  due: '30天内没有该做的',
  overdue: '没有超期的',
  unserved: '签约的人都服务过',
  all: '还没有履约中的协议',
};

const countable = new Map(
  promisedPackages.flatMap(({ items }) =>
    items.filter(({ yearlyQuantity }) => yearlyQuantity !== null).map(({ code, name }) => [code, name] as const),
  ),
);

function Owed({ owed }: Pick<ListedPlan, 'owed'>) {
  if (owed.length === 0) return <>—</>;
  return (
    <ul className="plan-owed">
      {owed.map(({ code, name, state, dueDay, done, quantity }) => (
        <li key={code}>
          {state === 'overdue' && <StateTag word={['超期', 'bad']} />} {name}（{done}/{quantity}），{dayText(dueDay)}前
        </li>
      ))}
    </ul>
  );
}

const columns: TableColumnsType<Row> = [
  {
    title: '居民',
    key: 'name',
    className: 'nowrap',
    render: (_, { residentId, residentName, sex, age }) => (
      <>
        <Link to="/desk" state={atDesk(residentId)} aria-label={`打开 ${residentName} 的档案`}>
          {residentName}
        </Link>
        <br />
        {sexNames[sex]} {age}岁
      </>
    ),
  },
  {
    title: '住在',
    key: 'home',
    render: (_, { communityName, cellName }) => [communityName, cellName].filter(Boolean).join(' ') || '没有登记',
  },
  { title: '重点人群', key: 'groups', render: (_, { groups }) => groups.map(({ name }) => name).join('、') || '—' },
  { title: '该做什么', key: 'owed', render: (_, { owed }) => <Owed owed={owed} /> },
  { title: '团队', dataIndex: 'teamName' },
  {
    title: '这一年',
    key: 'done',
    className: 'nowrap',
    render: (_, { delivered, promised, isServed }) => (
      <>
        {delivered}/{promised} 次 {!isServed && <StateTag word={['没服务过', 'wait']} />}
      </>
    ),
  },
  { title: '到期', key: 'end', className: 'nowrap', render: (_, { endDay }) => dayText(endDay) },
];

interface FilterProps {
  name: string;
  label: string;
  options: { value: string; label: string }[];
}

/** One filter, kept in the address. */
function Filter({ name, label, options }: FilterProps) {
  const [search, setSearch] = useSearchParams();
  const choose = (value: string | undefined): void => {
    const next = new URLSearchParams(search);
    if (value === undefined) next.delete(name);
    else next.set(name, value);
    // Cells belong to a community.
    if (name === 'community') next.delete('cell');
    setSearch(next, { replace: true });
  };
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ minWidth: 150 }}
      popupMatchSelectWidth={false}
      options={options}
      value={search.get(name)}
      onChange={(value: string | undefined) => choose(value)}
    />
  );
}

const toOptions = (rows: readonly { id: string; name: string }[] | undefined) =>
  (rows ?? []).map(({ id, name }) => ({ value: id, label: name }));

function Filters() {
  const [search] = useSearchParams();
  const [teams, communities, cells] = [useTeams(), useCommunities(), useCells()];
  const community = search.get('community');
  return (
    <div className="toolbar">
      <span className="button-row">
        <Filter name="team" label="所有团队" options={toOptions(teams.data?.items)} />
        <Filter name="community" label="所有社区" options={toOptions(communities.data?.items)} />
        {community !== null && (
          <Filter
            name="cell"
            label="所有网格"
            options={toOptions(cells.data?.items.filter(({ communityId }) => communityId === community))}
          />
        )}
        <Filter
          name="group"
          label="所有人群"
          options={openGroups.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <Filter
          name="item"
          label="所有项目"
          options={[...countable].map(([code, name]) => ({ value: code, label: name }))}
        />
      </span>
    </div>
  );
}

/** What is asked of the list, from the address. */
function useAsked() {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('state');
  const state: State = isState(wanted) ? wanted : 'due';
  const filters = { teamId: 'team', communityId: 'community', cellId: 'cell', group: 'group', item: 'item' };
  const chosen = Object.entries(filters).flatMap(([field, name]) => {
    const value = search.get(name);
    return value === null ? [] : [[field, value]];
  });
  const chooseState = (next: State): void => {
    const changed = new URLSearchParams(search);
    changed.set('state', next);
    setSearch(changed, { replace: true });
  };
  return { state, filters: Object.fromEntries(chosen) as Record<string, string>, chooseState };
}

/** What the teams owe to whom: the first due on top. */
export function PlansPage() {
  const { state, filters, chooseState } = useAsked();
  const query = usePages(['plans', state, filters], async (cursor) => {
    const page = await planApi.list({ query: { state, ...filters, ...cursor } });
    return { ...page, items: page.items.map((row) => ({ ...row, id: row.contractId })) };
  });
  return (
    <>
      <PageHeader title="履约清单" note="签了约就要做到。做完一项系统自己记上，不用再打勾；最先到期的排在最前面。" />
      <FiguresPanel />
      <section className="panel" aria-label="履约清单">
        <div className="toolbar">
          <Radio.Group
            aria-label="看哪些"
            optionType="button"
            options={Object.entries(states).map(([value, label]) => ({ value, label }))}
            value={state}
            onChange={(event) => chooseState(event.target.value as State)}
          />
        </div>
        <Filters />
        <PagedTable list="plans" filters={FILTERS} query={query} columns={columns} emptyText={emptyTexts[state]} />
      </section>
    </>
  );
}
