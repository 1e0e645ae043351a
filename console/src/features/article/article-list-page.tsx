import { EditOutlined } from '@ant-design/icons';
import type { ArticleState, ArticleSummary } from '@linkang/shared/api/article.routes';
import type { TableColumnsType } from 'antd';
import { Button, Tabs } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import './article.css';
import { articleApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { articleWords, CheckTag, StateTag } from '../../components/state-tag';
import { stageWords } from './stage-words';
import { instantText } from '../../components/words';

/** What of the address is remembered until the next time. */
const FILTERS = ['state'];

const tabs: readonly { key: ArticleState; emptyText: string }[] = [
  { key: 'draft', emptyText: '没有草稿，点“写文章”开始' },
  { key: 'published', emptyText: '还没有发布的文章' },
  { key: 'withdrawn', emptyText: '没有撤下的文章' },
];

function StageTag({ stage }: Pick<ArticleSummary, 'stage'>) {
  const word = stage && stageWords[stage];
  return word ? <StateTag word={word} /> : null;
}

const columns: TableColumnsType<ArticleSummary> = [
  {
    title: '标题',
    dataIndex: 'title',
    render: (title: string, row) => (
      <>
        <Link to={`/articles/${row.id}`}>{title}</Link>
        <div className="soft article-summary">{row.summary}</div>
      </>
    ),
  },
  { title: '分类', dataIndex: 'category', className: 'nowrap' },
  { title: '阅读', dataIndex: 'readMinutes', className: 'nowrap', render: (minutes: number) => `约 ${minutes} 分钟` },
  {
    title: '发布时间',
    dataIndex: 'publishedAt',
    className: 'nowrap',
    render: (at: string | null) => (at ? instantText(at) : '—'),
  },
  {
    title: '状态',
    dataIndex: 'state',
    className: 'nowrap',
    render: (_, row) => (
      <>
        <StateTag word={articleWords[row.state]} /> <StageTag stage={row.stage} /> <CheckTag check={row.check} />
      </>
    ),
  },
];

/** Articles by state. */
export function ArticleListPage() {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const tab = tabs.find(({ key }) => key === search.get('state')) ?? tabs[0];
  const state = tab?.key ?? 'draft';
  const query = usePages(['articles', state], (cursor) => articleApi.list({ query: { state, ...cursor } }));
  return (
    <>
      <PageHeader
        title="健康文章"
        note="点标题打开编辑。发布后居民马上能看到。"
        actions={
          <Button type="primary" icon={<EditOutlined aria-hidden />} onClick={() => void navigate('/articles/new')}>
            写文章
          </Button>
        }
      />
      <section className="panel" aria-label="文章列表">
        <Tabs
          activeKey={state}
          items={tabs.map(({ key }) => ({ key, label: articleWords[key][0] }))}
          onChange={(key) => setSearch({ state: key }, { replace: true })}
        />
        <PagedTable
          list="articles"
          filters={FILTERS}
          query={query}
          columns={columns}
          emptyText={tab?.emptyText ?? ''}
        />
      </section>
    </>
  );
}
