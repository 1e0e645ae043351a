import { PlusOutlined } from '@ant-design/icons';
import { activityKindName, activityKinds } from '@linkang/shared/domain/activity-kinds';
import { isDay } from '@linkang/shared/domain/clinic-day';
import type { Lecture, LectureRoutes } from '@linkang/shared/api/lecture.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { CallInput } from '@linkang/shared/api/route';
import type { TableColumnsType } from 'antd';
import { Button, Select, Tabs } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { lectureApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { CheckTag, lectureWords, StateTag } from '../../components/state-tag';
import { dayText, spanText } from '../../components/words';
import { kindOptions } from './lecture-words';

/** What of the address is remembered until the next time. */
const FILTERS = ['tab', 'kind', 'from', 'to'];

interface LectureTab {
  key: string;
  label: string;
  query: CallInput<LectureRoutes['list']>['query'];
  emptyText: string;
  /** Only those who write see it. */
  isForWriters?: true;
}

const tabs: readonly LectureTab[] = [
  { key: 'coming', label: '将举行', query: { when: 'coming' }, emptyText: '没有将要举行的活动，可以新建一场' },
  { key: 'draft', label: '草稿', query: { state: 'draft' }, emptyText: '没有活动草稿', isForWriters: true },
  { key: 'past', label: '以前的', query: { when: 'past' }, emptyText: '还没有举行过活动' },
  { key: 'done', label: '已归档', query: { state: 'done' }, emptyText: '没有归档的活动' },
  { key: 'cancelled', label: '已取消', query: { state: 'cancelled' }, emptyText: '没有取消的活动' },
];

const columns: TableColumnsType<Lecture> = [
  { title: '类型', dataIndex: 'kind', className: 'nowrap', render: (kind: Lecture['kind']) => activityKindName(kind) },
  {
    title: '题目',
    dataIndex: 'title',
    render: (title: string, row) => <Link to={`/lectures/${row.id}`}>{title}</Link>,
  },
  { title: '主讲', dataIndex: 'speaker' },
  { title: '时间', key: 'time', className: 'nowrap', render: (_, row) => `${dayText(row.day)} ${spanText(row)}` },
  { title: '地点', dataIndex: 'place' },
  {
    title: '名额',
    key: 'seats',
    render: (_, row) => (row.state === 'draft' ? `共 ${row.capacity}` : `余 ${row.remaining} / 共 ${row.capacity}`),
  },
  {
    title: '状态',
    dataIndex: 'state',
    render: (_, row) => (
      <>
        <StateTag word={lectureWords[row.state]} /> <CheckTag check={row.check} />
      </>
    ),
  },
];

/** What the address asks for besides the tab. */
function filterOf(search: URLSearchParams): CallInput<LectureRoutes['list']>['query'] {
  const kind = activityKinds.find((code) => code === search.get('kind'));
  const fromDay = search.get('from') ?? '';
  const toDay = search.get('to') ?? '';
  return {
    ...(kind ? { kind } : {}),
    ...(isDay(fromDay) ? { fromDay } : {}),
    ...(isDay(toDay) ? { toDay } : {}),
  };
}

const changed = (search: URLSearchParams, name: string, value: string | undefined): URLSearchParams => {
  const next = new URLSearchParams(search);
  if (value === undefined) next.delete(name);
  else next.set(name, value);
  return next;
};

function NewButton() {
  const navigate = useNavigate();
  return (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate('/lectures/new')}>
      新建讲座或活动
    </Button>
  );
}

/** Activities: coming, drafts, earlier ones, closed, cancelled; of one kind or of all. */
export function LectureListPage() {
  const roles = useAccount()?.roles ?? [];
  const [search, setSearch] = useSearchParams();
  const isWriter = staffMay(roles, 'lecture.create');
  const shown = tabs.filter(({ isForWriters }) => isWriter || !isForWriters);
  const tab = shown.find(({ key }) => key === search.get('tab'));
  const key = tab?.key ?? 'coming';
  const filter = filterOf(search);
  const query = usePages(['lectures', key, filter], (cursor) =>
    lectureApi.list({ query: { ...tab?.query, ...filter, ...cursor } }),
  );
  const set = (name: string, value: string | undefined) => setSearch(changed(search, name, value), { replace: true });
  const { fromDay, toDay } = filter;
  return (
    <>
      <PageHeader
        title="讲座和活动"
        note="点题目查看报名名单、现场签到和活动记录。"
        actions={isWriter && <NewButton />}
      />
      <section className="panel" aria-label="活动列表">
        <Tabs
          activeKey={key}
          items={shown.map(({ key: tabKey, label }) => ({ key: tabKey, label }))}
          onChange={(next) => set('tab', next)}
        />
        <div className="toolbar">
          <Select
            aria-label="活动类型"
            allowClear
            placeholder="全部类型"
            style={{ minWidth: 200 }}
            options={kindOptions}
            value={filter.kind ?? null}
            onChange={(kind) => set('kind', kind ?? undefined)}
          />
          {(fromDay ?? toDay) && (
            <span>
              {fromDay && dayText(fromDay)} 到 {toDay && dayText(toDay)}{' '}
              <Button
                onClick={() =>
                  setSearch(changed(changed(search, 'from', undefined), 'to', undefined), { replace: true })
                }
              >
                不限日期
              </Button>
            </span>
          )}
        </div>
        <PagedTable
          list="lectures"
          filters={FILTERS}
          query={query}
          columns={columns}
          emptyText={tab?.emptyText ?? ''}
        />
      </section>
    </>
  );
}
