import { PlusOutlined } from '@ant-design/icons';
import type { Lecture, LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallInput } from '@linkang/shared/api/route';
import type { TableColumnsType } from 'antd';
import { Button, Tabs } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { lectureApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { CheckTag, lectureWords, StateTag } from '../../components/state-tag';
import { dayText, spanText } from '../../components/words';

interface LectureTab {
  key: string;
  label: string;
  query: CallInput<LectureRoutes['list']>['query'];
  emptyText: string;
}

const tabs: readonly LectureTab[] = [
  { key: 'coming', label: '将举行', query: { when: 'coming' }, emptyText: '没有将要举行的讲座，可以新建一场' },
  { key: 'draft', label: '草稿', query: { state: 'draft' }, emptyText: '没有讲座草稿' },
  { key: 'past', label: '以前的', query: { when: 'past' }, emptyText: '还没有举行过讲座' },
  { key: 'cancelled', label: '已取消', query: { state: 'cancelled' }, emptyText: '没有取消的讲座' },
];

const columns: TableColumnsType<Lecture> = [
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

/** Lectures: coming, drafts, earlier ones, cancelled. */
export function LectureListPage() {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('tab') ?? 'coming';
  const tab = tabs.find(({ key }) => key === wanted);
  const key = tab?.key ?? 'coming';
  const query = usePages(['lectures', key], (cursor) => lectureApi.list({ query: { ...tab?.query, ...cursor } }));
  return (
    <>
      <PageHeader
        title="讲座"
        note="点题目查看报名名单或修改草稿。"
        actions={
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate('/lectures/new')}>
            新建讲座
          </Button>
        }
      />
      <section className="panel" aria-label="讲座列表">
        <Tabs
          activeKey={key}
          items={tabs.map(({ key: tabKey, label }) => ({ key: tabKey, label }))}
          onChange={(next) => setSearch({ tab: next }, { replace: true })}
        />
        <PagedTable query={query} columns={columns} emptyText={tab?.emptyText ?? ''} />
      </section>
    </>
  );
}
