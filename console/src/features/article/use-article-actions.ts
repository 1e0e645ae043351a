import type { ArticleWork } from '@linkang/shared/api/article.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { articleApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import type { ArticleContent } from './article-content';

/** What one save needs. */
interface SaveInput {
  content: ArticleContent;
  saved: ArticleWork | null;
}

/** A step of a saved article. */
export type Step =
  | { kind: 'publish' | 'withdraw' | 'submit'; saved: ArticleWork }
  | { kind: 'schedule'; saved: ArticleWork; publishAt: string | null };

async function take(step: Step): Promise<ArticleWork> {
  const { id, rev } = step.saved;
  const params = { id };
  if (step.kind === 'submit') return articleApi.submit({ params, body: { rev } });
  if (step.kind === 'schedule') return articleApi.schedule({ params, body: { rev, publishAt: step.publishAt } });
  if (step.kind === 'publish') await articleApi.publish({ params, body: { rev } });
  else await articleApi.withdraw({ params });
  return articleApi.work({ params });
}

/** Calls that change an article; lists are loaded anew afterwards. */
export function useArticleActions() {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const onSettled = async (): Promise<void> => {
    const keys = [['articles'], ['article-categories'], ['today'], ['article-reviews'], ['article-versions']];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
  const save = useMutation({
    mutationFn: async ({ content, saved }: SaveInput) => {
      const body = { ...content, title: content.title.trim(), category: content.category.trim() };
      if (saved) return articleApi.saveWork({ params: { id: saved.id }, body: { ...body, rev: saved.rev } });
      const article = await articleApi.create({ body }, { idempotencyKey: submission.keyFor(body) });
      submission.done();
      return articleApi.work({ params: { id: article.id } });
    },
    onSettled,
  });
  const step = useMutation({ mutationFn: take, onSettled });
  return { save, step };
}
