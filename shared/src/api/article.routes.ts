import { z } from 'zod';
import { articleDeskRoutes } from './article-desk';
import { ARTICLE_BODY_BYTES, articleContent, articleStage, articleState } from './article-fields';
import { articlePaths } from './article.paths';
import { contentState, id, idParams, instant, list, page, pageQuery, rev, text } from './common';
import { defineRoutes } from './route';

const summary = {
  id,
  title: z.string(),
  summary: z.string(),
  category: z.string(),
  coverUrl: z.string().nullable(),
  publishedAt: instant.nullable(),
  /** Minutes of calm reading. */
  readMinutes: z.number().int(),
  state: articleState,
  rev,
  /** For those who write. */
  check: contentState.optional(),
  /** For those who write: how far the latest version is that residents don't see yet. */
  stage: articleStage.optional(),
};

export const articleSummary = z.object({
  ...summary,
  /** Where it was found by words: the text around the first of them. */
  excerpt: z.string().optional(),
});
export const article = z.object({
  ...summary,
  html: z.string(),
  coverFileId: z.string().nullable(),
  updatedAt: instant,
  authorName: z.string(),
});

export const articleRoutes = defineRoutes({
  categories: {
    ...articlePaths.categories,
    summary: 'Categories that hold published articles, the fullest first',
    reply: list(z.object({ name: z.string(), count: z.number().int() })),
  },
  list: {
    ...articlePaths.list,
    summary:
      'Published articles, newest first, or the nearest first to words; staff who write may list the other states',
    query: z.object({
      category: z.string().max(20).optional(),
      state: articleState.optional(),
      /** A word, several, or a sentence. */
      q: text(40).optional(),
      ...pageQuery,
    }),
    reply: page(articleSummary).extend({
      /** Where words were asked for: what was looked for, to mark it. */
      words: z.array(z.string()).optional(),
    }),
    errors: ['FORBIDDEN'],
  },
  get: { ...articlePaths.get, summary: 'One article', params: idParams, reply: article },
  create: {
    ...articlePaths.create,
    summary: 'Write an article; it starts as a draft, its HTML is sanitised',
    published: ['title', 'category', 'html'],
    idempotent: true,
    status: 201,
    bodyLimitBytes: ARTICLE_BODY_BYTES,
    body: z.object(articleContent),
    reply: article,
  },
  update: {
    ...articlePaths.update,
    summary:
      'Change an article; a published one changes at once where no review is asked for, else residents see the former text until the new one is published',
    published: ['title', 'category', 'html'],
    params: idParams,
    bodyLimitBytes: ARTICLE_BODY_BYTES,
    body: z.object({ ...articleContent, rev }),
    reply: article,
    errors: ['STATE_CONFLICT'],
  },
  publish: {
    ...articlePaths.publish,
    summary: 'Show the latest version to everyone',
    params: idParams,
    /** With a revision, only what the caller has seen is shown. */
    body: z.object({ rev: rev.optional() }),
    reply: article,
    errors: ['STATE_CONFLICT', 'ARTICLE_REVIEW_NEEDED'],
  },
  withdraw: {
    ...articlePaths.withdraw,
    summary: 'Take the article from public view',
    params: idParams,
    reply: article,
    errors: ['STATE_CONFLICT'],
  },
  ...articleDeskRoutes,
});

export type ArticleRoutes = typeof articleRoutes;
export type ArticleSummary = z.output<typeof articleSummary>;
export type Article = z.output<typeof article>;
export type { ArticleStage, ArticleState } from './article-fields';
export type * from './article-desk';
