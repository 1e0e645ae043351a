import type { Article } from '@linkang/shared/api/article.routes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { articleApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { ArticleForm } from './article-form';

const NEW = 'new';

/** Writes a new article or changes one. */
export function ArticleEditorPage() {
  const { id = NEW } = useParams();
  const visit = useId();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [bornId, setBornId] = useState<string | null>(null);
  // Loaded anew on every visit and then left alone: what is being typed must not change underneath.
  const query = useQuery({
    queryKey: ['article', id, visit],
    queryFn: () => articleApi.get({ params: { id } }),
    enabled: id !== NEW,
    staleTime: Infinity,
    gcTime: 0,
  });
  const adopt = (article: Article): void => {
    queryClient.setQueryData(['article', article.id, visit], article);
    setBornId(article.id);
    void navigate(`/articles/${article.id}`, { replace: true });
  };
  // The form of a new article stays the same form after its first save.
  if (id === NEW || id === bornId) return <ArticleForm key={NEW} article={null} onCreated={adopt} />;
  return (
    <QueryView query={query} title="编辑文章">
      {(article) => <ArticleForm key={article.id} article={article} onCreated={adopt} />}
    </QueryView>
  );
}
