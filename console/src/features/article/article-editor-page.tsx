import type { ArticleWork } from '@linkang/shared/api/article.routes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { articleApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { ArticleForm } from './article-form';
import type { Opened } from './use-article-form';
import { NEW } from './use-server-copy';

async function open(id: string): Promise<Opened> {
  const params = { id };
  const [work, { copy }] = await Promise.all([
    id === NEW ? null : articleApi.work({ params }),
    articleApi.copy({ params }),
  ]);
  return { work, copy };
}

/** Writes a new article or changes one. */
export function ArticleEditorPage() {
  const { id = NEW } = useParams();
  const visit = useId();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [bornId, setBornId] = useState<string | null>(null);
  // Loaded anew on every visit and then left alone: what is being typed must not change underneath. The form of a
  // new article stays the same form after its first save.
  const shownId = id === bornId ? NEW : id;
  const query = useQuery({
    queryKey: ['article', shownId, visit],
    queryFn: () => open(shownId),
    staleTime: Infinity,
    gcTime: 0,
  });
  const adopt = (work: ArticleWork): void => {
    queryClient.setQueryData(['article', work.id, visit], { work, copy: null });
    setBornId(work.id);
    void navigate(`/articles/${work.id}`, { replace: true });
  };
  return (
    <QueryView query={query} title={shownId === NEW ? '写文章' : '编辑文章'}>
      {(opened) => <ArticleForm key={shownId} opened={opened} onCreated={adopt} />}
    </QueryView>
  );
}
