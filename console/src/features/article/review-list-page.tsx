import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router-dom';
import { articleApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { instantText } from '../../components/words';

type Row = CallReply<ArticleRoutes['reviews']>['items'][number];

const columns: TableColumnsType<Row> = [
  {
    title: '标题',
    key: 'title',
    render: (_, { id, title, canDecide }) => (
      <Link to={`/article-reviews/${id}`} aria-label={`${canDecide ? '审核' : '看看'}：${title}`}>
        {title}
      </Link>
    ),
  },
  { title: '分类', dataIndex: 'category', className: 'nowrap' },
  { title: '作者', dataIndex: 'authorName', className: 'nowrap' },
  { title: '提交时间', key: 'at', className: 'nowrap', render: (_, { submittedAt }) => instantText(submittedAt) },
  {
    title: '说明',
    key: 'note',
    className: 'nowrap',
    render: (_, { isUpdate, canDecide }) =>
      [isUpdate ? '已发布文章的新版本' : '新文章', ...(canDecide ? [] : ['要由另一位医生审核'])].join('，'),
  },
];

/** Articles that wait for a doctor. */
export function ReviewListPage() {
  const query = useQuery({ queryKey: ['article-reviews'], queryFn: () => articleApi.reviews({}) });
  return (
    <>
      <PageHeader title="文章审核" note="先提交的排在前面。自己写过的文字，要由另一位医生审核。" />
      <section className="panel" aria-label="待审核的文章">
        <QueryView query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyNote text="现在没有要审核的文章" />
            ) : (
              <Table
                rowKey="id"
                columns={columns}
                dataSource={items}
                pagination={false}
                scroll={{ x: 'max-content' }}
              />
            )
          }
        </QueryView>
      </section>
    </>
  );
}
