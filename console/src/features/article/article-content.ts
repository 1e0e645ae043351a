import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { CallInput } from '@linkang/shared/api/route';

/** What is written: the part of an article that its author changes. */
export type ArticleContent = Pick<CallInput<ArticleRoutes['create']>['body'], 'title' | 'category' | 'html'> & {
  coverFileId: string | null;
};

/** The content of anything that has one. */
export const contentOf = ({ title, category, html, coverFileId }: ArticleContent): ArticleContent => ({
  title,
  category,
  html,
  coverFileId,
});

/** Length limits of the API, in characters. */
export const TITLE_MAX = 60;
export const CATEGORY_MAX = 20;

/** Sentences beside the fields, by field. */
export type ContentFaults = Partial<Record<keyof ArticleContent, string>>;

/** What is missing or too long, in the order of the page; the server checks again. */
export function checkContent({ title, category, html }: ArticleContent): ContentFaults {
  const faults: ContentFaults = {};
  if (title.trim() === '') faults.title = '请写标题';
  else if ([...title.trim()].length > TITLE_MAX) faults.title = `标题最多 ${TITLE_MAX} 个字`;
  if (category.trim() === '') faults.category = '请填分类';
  else if ([...category.trim()].length > CATEGORY_MAX) faults.category = `分类最多 ${CATEGORY_MAX} 个字`;
  if (html === '') faults.html = '请写正文';
  return faults;
}

/** Whether two contents are the same. */
export const isSameContent = (a: ArticleContent, b: ArticleContent): boolean =>
  a.title === b.title && a.category === b.category && a.html === b.html && a.coverFileId === b.coverFileId;

/** Whether a stored value is a content. */
export const isContent = (value: unknown): value is ArticleContent =>
  typeof value === 'object' &&
  value !== null &&
  'title' in value &&
  typeof value.title === 'string' &&
  'category' in value &&
  typeof value.category === 'string' &&
  'html' in value &&
  typeof value.html === 'string' &&
  'coverFileId' in value &&
  (value.coverFileId === null || typeof value.coverFileId === 'string');
