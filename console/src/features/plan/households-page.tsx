import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { TableColumnsType } from 'antd';
import { Select } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { planApi } from '../../api/clients';
import { useCells, useCommunities } from '../../api/use-centre';
import { usePages } from '../../api/use-pages';
import { atDesk } from '../../components/at-desk';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { StateTag } from '../../components/state-tag';
import { sexNames } from '../../components/words';
import './plan.css';

/** What of the address is remembered until the next time. */
const FILTERS = ['community', 'cell'];

type Household = CallReply<PlanRoutes['households']>['items'][number];
type Row = Household & { id: string };

function People({ people }: Pick<Household, 'people'>) {
  return (
    <ul className="plan-owed">
      {people.map(({ residentId, name, sex, age, groups, signedTeamName }) => (
        <li key={residentId}>
          <Link className="plan-person" to="/desk" state={atDesk(residentId)} aria-label={`打开 ${name} 的档案`}>
            {name}
          </Link>{' '}
          {sexNames[sex]} {age}岁{' '}
          {signedTeamName === null ? (
            <StateTag word={['未签约', 'wait']} />
          ) : (
            <StateTag word={[`已签${signedTeamName}`, 'good']} />
          )}{' '}
          {groups.map((group) => group.name).join('、')}
        </li>
      ))}
    </ul>
  );
}

const columns: TableColumnsType<Row> = [
  { title: '住址', key: 'address', render: (_, { address }) => address ?? '没有登记住址' },
  { title: '网格', key: 'cell', render: (_, { cellName }) => cellName ?? '没有分到网格' },
  { title: '责任医生', key: 'doctor', className: 'nowrap', render: (_, { doctorName }) => doctorName ?? '—' },
  { title: '住的人', key: 'people', render: (_, { people }) => <People people={people} /> },
];

function List({ communityId, cellId }: { communityId: string; cellId: string | null }) {
  const query = usePages(['households', communityId, cellId], async (cursor) => {
    const page = await planApi.households({
      query: { communityId, ...(cellId === null ? {} : { cellId }), ...cursor },
    });
    // A door has no id: its place in the list is its key.
    const from = Number(cursor.cursor ?? 0);
    return { ...page, items: page.items.map((row, index) => ({ ...row, id: String(from + index) })) };
  });
  return (
    <PagedTable list="households" filters={FILTERS} query={query} columns={columns} emptyText="这里还没有登记居民" />
  );
}

/** Who lives where, door by door, and whether they have signed. */
export function HouseholdsPage() {
  const [search, setSearch] = useSearchParams();
  const [communities, cells] = [useCommunities(), useCells()];
  const [communityId, cellId] = [search.get('community'), search.get('cell')];
  const here = (cells.data?.items ?? []).filter((cell) => cell.communityId === communityId);
  return (
    <>
      <PageHeader title="分片居民" note="按门牌看责任片里住着谁、签约没有、属于哪类重点人群。姓名只显示一部分。" />
      <section className="panel" aria-label="分片居民">
        <div className="toolbar">
          <span className="button-row">
            <Select
              aria-label="社区"
              placeholder="选一个社区"
              style={{ minWidth: 180 }}
              loading={communities.isPending}
              options={(communities.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={communityId}
              onChange={(community: string) => setSearch({ community }, { replace: true })}
            />
            {communityId !== null && here.length > 0 && (
              <Select
                allowClear
                aria-label="网格"
                placeholder="整个社区"
                style={{ minWidth: 180 }}
                popupMatchSelectWidth={false}
                options={here.map(({ id, name, doctorName }) => ({
                  value: id,
                  label: doctorName === null ? name : `${name}（${doctorName}）`,
                }))}
                value={cellId}
                onChange={(cell: string | undefined) =>
                  setSearch({ community: communityId, ...(cell === undefined ? {} : { cell }) }, { replace: true })
                }
              />
            )}
          </span>
        </div>
        {communityId === null ? (
          <EmptyNote text="请先选一个社区" />
        ) : (
          <List key={`${communityId}.${cellId ?? ''}`} communityId={communityId} cellId={cellId} />
        )}
      </section>
    </>
  );
}
