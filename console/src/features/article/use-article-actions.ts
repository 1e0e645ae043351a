import type { Article } from '@linkang/shared/api/article.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { articleApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import type { ArticleContent } from './article-content';

/** Where the saved article stands: its id and revision. */
export type SavedArticle = Pick<Article, 'id' | 'rev' | 'state'>;

/** What one save needs. */
interface SaveInput {
  content: ArticleContent;
  saved: SavedArticle | null;
}

/** Calls that change an article; lists are loaded anew afterwards. */
export function useArticleActions() {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const onSettled = async (): Promise<void> => {
    await Promise.all(
      [['articles'], ['article-categories'], ['today']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
  };
  const save = useMutation({
    mutationFn: async ({ content, saved }: SaveInput) => {
      const body = { ...content, title: content.title.trim(), category: content.category.trim() };
      if (saved) return articleApi.update({ params: { id: saved.id }, body: { ...body, rev: saved.rev } });
      const article = await articleApi.create({ body }, { idempotencyKey: submission.keyFor(body) });
      submission.done();
      return article;
    },
    onSettled,
  });
  const publish = useMutation({ mutationFn: (id: string) => articleApi.publish({ params: { id } }), onSettled });
  const withdraw = useMutation({ mutationFn: (id: string) => articleApi.withdraw({ params: { id } }), onSettled });
  return { save, publish, withdraw };
}
