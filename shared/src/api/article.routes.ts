import { z } from 'zod';
import { articlePaths } from './article.paths';
import { contentState, id, idParams, instant, list, page, pageQuery, rev, text } from './common';
import { defineRoutes } from './route';

const ARTICLE_BODY_BYTES = 1024 * 1024;

export const articleState = z.enum(['draft', 'published', 'withdrawn']);

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

const content = {
  title: text(60),
  category: text(20),
  html: z.string().min(1, { error: 'EMPTY' }).max(800_000, { error: 'TOO_LONG' }),
  /** An uploaded picture; null takes the cover away, and without the field it stays as it is. */
  coverFileId: id.nullable().optional(),
};

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
    body: z.object(content),
    reply: article,
  },
  update: {
    ...articlePaths.update,
    summary: 'Change an article',
    published: ['title', 'category', 'html'],
    params: idParams,
    bodyLimitBytes: ARTICLE_BODY_BYTES,
    body: z.object({ ...content, rev }),
    reply: article,
    errors: ['STATE_CONFLICT'],
  },
  publish: {
    ...articlePaths.publish,
    summary: 'Show the article to everyone',
    params: idParams,
    reply: article,
    errors: ['STATE_CONFLICT'],
  },
  withdraw: {
    ...articlePaths.withdraw,
    summary: 'Take the article from public view',
    params: idParams,
    reply: article,
    errors: ['STATE_CONFLICT'],
  },
});

export type ArticleRoutes = typeof articleRoutes;
export type ArticleSummary = z.output<typeof articleSummary>;
export type Article = z.output<typeof article>;
export type ArticleState = z.output<typeof articleState>;
