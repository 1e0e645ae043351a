import { useState, type ReactNode } from 'react';
import { articleApi } from '@/api/clients';
import { ArticleCard } from '@/components/article-card';
import { Live } from '@/components/live';
import { PagedList } from '@/components/paged-list';
import { PillTabs } from '@/components/pill-tabs';
import { SearchField } from '@/components/search-field';
import { useLoad } from '@/hooks/use-load';
import { usePages, type Pages } from '@/hooks/use-pages';

const ALL = '';
const PAGE_SIZE = 10;
const QUERY_MAX = 40;

const sayFound = (words: string, { items, hasMore }: Pages<unknown>): string => {
  if (words === '' || items === undefined) return '';
  return items.length === 0
    ? `没有找到“${words}”，请换个词试试`
    : `“${words}”找到${items.length}篇文章${hasMore ? '以上' : ''}`;
};

/** Articles by category or by words, the newest first. */
export function Articles(): ReactNode {
  const [category, setCategory] = useState(ALL);
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState('');
  const [marked, setMarked] = useState<string[]>([]);
  const categories = useLoad('article-categories', () => articleApi.categories({}), { keepCopy: true });
  const pages = usePages(
    `articles.${category}.${words}`,
    async (cursor) => {
      const reply = await articleApi.list({
        query: {
          limit: PAGE_SIZE,
          ...(category === ALL ? {} : { category }),
          ...(words === '' ? {} : { q: words }),
          ...(cursor ? { cursor } : {}),
        },
      });
      setMarked((before) => [...new Set([...(cursor ? before : []), ...(reply.words ?? [])])]);
      return reply;
    },
    { keepCopy: words === '' },
  );
  const filters = [
    { value: ALL, title: '全部' },
    ...(categories.data?.items ?? []).map(({ name }) => ({ value: name, title: name })),
  ];
  return (
    <>
      <SearchField
        label="搜索文章"
        placeholder="例如：老人血压高怎么办"
        maxLength={QUERY_MAX}
        value={typed}
        onChange={setTyped}
        onSearch={() => setWords(typed.trim())}
        onClear={() => {
          setTyped('');
          setWords('');
        }}
      />
      <PillTabs label="文章分类" look="filter" items={filters} value={category} onChange={setCategory} />
      <Live>{sayFound(words, pages)}</Live>
      <PagedList
        pages={pages}
        picture={words === '' ? 'article' : 'search'}
        emptyTitle={words === '' ? '这一类还没有文章' : '没有这样的文章'}
        unit="篇文章"
      >
        {(article) => <ArticleCard key={article.id} article={article} words={marked} />}
      </PagedList>
    </>
  );
}
