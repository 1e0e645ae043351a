import { useState, type ReactNode } from 'react';
import { articleApi } from '@/api/clients';
import { ArticleCard } from '@/components/article-card';
import { PagedList } from '@/components/paged-list';
import { PillTabs } from '@/components/pill-tabs';
import { useLoad } from '@/hooks/use-load';
import { usePages } from '@/hooks/use-pages';

const ALL = '';
const PAGE_SIZE = 10;

/** Articles by category, the newest first. */
export function Articles(): ReactNode {
  const [category, setCategory] = useState(ALL);
  const categories = useLoad('article-categories', () => articleApi.categories({}), { keepCopy: true });
  const pages = usePages(`articles.${category}`, (cursor) =>
    articleApi.list({
      query: { limit: PAGE_SIZE, ...(category === ALL ? {} : { category }), ...(cursor ? { cursor } : {}) },
    }),
  );
  const filters = [
    { value: ALL, title: '全部' },
    ...(categories.data?.items ?? []).map(({ name }) => ({ value: name, title: name })),
  ];
  return (
    <>
      <PillTabs label="文章分类" look="filter" items={filters} value={category} onChange={setCategory} />
      <PagedList pages={pages} emptyTitle="这一类还没有文章" unit="篇文章">
        {(article) => <ArticleCard key={article.id} article={article} />}
      </PagedList>
    </>
  );
}
