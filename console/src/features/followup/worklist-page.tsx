import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { CallInput } from '@linkang/shared/api/route';
import { dueStatusNames } from '@linkang/shared/domain/chronic-due';
import { programmeCodes } from '@linkang/shared/domain/follow-up-visit';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Radio, Select } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { followupApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { EmptyNote } from '../../components/empty-note';
import { ListBar } from '../../components/list-bar';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { programmeNames } from './followup-words';
import { WorklistRow } from './worklist-row';
import './followup.css';

/** What of the address is remembered until the next time. */
const FILTERS = ['scope', 'programme', 'kind', 'status'];

type Query = CallInput<FollowupRoutes['due']>['query'];
type Status = NonNullable<Query['status']>;
type Scope = NonNullable<Query['scope']>;

const statusNames: Record<Status, string> = {
  overdue: dueStatusNames.overdue,
  due: dueStatusNames.due,
  upcoming: dueStatusNames.upcoming,
  lost: dueStatusNames.lost,
  unconfirmed: '待医生确认',
};
const scopeNames: Record<Scope, string> = { mine: '我负责的', team: '我的团队', house: '全中心' };

const pick = <T extends string>(value: string | null, of: Readonly<Record<T, string>>, other: T): T =>
  value !== null && value in of ? (value as T) : other;

/** What of the worklist is shown; it stands in the address, so that going back finds it again. */
function useChoice() {
  const [search, setSearch] = useSearchParams();
  const roles = useAccount()?.roles ?? [];
  const isDoctor = roles.includes('doctor');
  const isDirector = roles.includes('director');
  const scopes = [...(isDoctor ? ['mine'] : []), 'team', ...(isDirector ? ['house'] : [])] as Scope[];
  const first: Scope = isDoctor ? 'mine' : isDirector ? 'house' : 'team';
  const scope = pick(search.get('scope'), scopeNames, first);
  const choice: Query = {
    scope: scopes.includes(scope) ? scope : first,
    status: pick(search.get('status'), statusNames, 'overdue'),
    kind: search.get('kind') === 'highRisk' ? 'highRisk' : 'managed',
    ...(programmeCodes.some((code) => code === search.get('programme'))
      ? { programme: search.get('programme') as NonNullable<Query['programme']> }
      : {}),
  };
  const choose = (name: string, value: string | undefined): void => {
    const next = new URLSearchParams(search);
    if (value === undefined) next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  return { choice, choose, scopes };
}

const useWorklist = (choice: Query) =>
  useInfiniteQuery({
    queryKey: ['follow-ups', choice],
    queryFn: ({ pageParam }) =>
      followupApi.due({ query: { ...choice, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Whom to follow up: the first due on top. */
export function WorklistPage() {
  const { choice, choose, scopes } = useChoice();
  const query = useWorklist(choice);
  const counts = query.data?.pages[0]?.counts;
  const roles = useAccount()?.roles ?? [];
  return (
    <>
      <PageHeader
        title="慢病随访"
        note="先办超期的。点“随访”打开这位居民，几种病一次填完。"
        actions={staffMay(roles, 'followup.figures') && <Link to="/follow-ups/figures">管理情况</Link>}
      />
      <section className="panel" aria-label="随访名单">
        <div className="toolbar">
          <Select
            aria-label="谁负责的"
            className="followup-select"
            value={choice.scope ?? 'mine'}
            options={scopes.map((value) => ({ value, label: scopeNames[value] }))}
            onChange={(value: Scope) => choose('scope', value)}
          />
          <Select
            aria-label="哪种病"
            className="followup-select"
            value={choice.programme ?? ''}
            options={[
              { value: '', label: '全部病种' },
              ...programmeCodes.map((value) => ({ value, label: programmeNames[value] })),
            ]}
            onChange={(value: string) => choose('programme', value || undefined)}
          />
          <Select
            aria-label="患者还是高危人群"
            className="followup-select"
            value={choice.kind ?? 'managed'}
            options={[
              { value: 'managed', label: '患者' },
              { value: 'highRisk', label: '高危人群' },
            ]}
            onChange={(value: string) => choose('kind', value)}
          />
        </div>
        <Radio.Group
          aria-label="到期情况"
          className="followup-tabs"
          optionType="button"
          options={(Object.keys(statusNames) as Status[]).map((value) => ({
            value,
            label: `${statusNames[value]}${counts ? ` ${counts[value]}` : ''}`,
          }))}
          value={choice.status}
          onChange={(event) => choose('status', event.target.value as Status)}
        />
        <ListBar list="follow-ups" filters={FILTERS} columns={[]} />
        <QueryView query={query}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0) return <EmptyNote text="这里没有要随访的人" />;
            return (
              <>
                <ul className="followup-list">
                  {items.map((item) => (
                    <WorklistRow key={item.enrolmentId} item={item} />
                  ))}
                </ul>
                <div className="list-foot">
                  {query.hasNextPage ? (
                    <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                      载入更多
                    </Button>
                  ) : (
                    <span>共 {items.length} 条，已全部显示</span>
                  )}
                </div>
              </>
            );
          }}
        </QueryView>
      </section>
    </>
  );
}
