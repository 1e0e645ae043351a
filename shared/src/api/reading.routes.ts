import { z } from 'zod';
import { articleSummary } from './article.routes';
import { id, idParams, instant, list } from './common';
import { readingPaths } from './reading.paths';
import { defineRoutes } from './route';

/** A list of a reader holds no more; the oldest goes. */
export const MOST_KEPT = 100;

/** An article in a list of a reader, with when it came there. */
const keptArticle = articleSummary.extend({ at: instant });

export const readingRoutes = defineRoutes({
  related: {
    ...readingPaths.related,
    summary: 'Articles near to one, the nearest first',
    params: idParams,
    reply: list(articleSummary),
  },
  count: {
    ...readingPaths.count,
    summary: 'Count a reading; nothing is kept of who read',
    params: idParams,
    body: z.object({
      /** Made up on the phone for this article and this session, so that it is counted once. */
      nonce: z.string().regex(/^[0-9a-f]{32}$/, { error: 'TYPE' }),
    }),
  },
  favourites: {
    ...readingPaths.favourites,
    summary: 'Articles that the reader keeps, the newest first',
    reply: list(keptArticle),
  },
  isFavourite: {
    ...readingPaths.isFavourite,
    summary: 'Whether the reader keeps an article',
    params: idParams,
    reply: z.object({ kept: z.boolean() }),
  },
  keep: {
    ...readingPaths.keep,
    summary: 'Keep an article, or keep it no longer',
    params: idParams,
    body: z.object({ kept: z.boolean() }),
    reply: z.object({ kept: z.boolean() }),
  },
  history: {
    ...readingPaths.history,
    summary: 'Articles that the reader opened, the newest first',
    reply: list(keptArticle),
  },
  remember: {
    ...readingPaths.remember,
    summary: 'Put an article at the head of what the reader opened',
    params: idParams,
  },
  clearHistory: {
    ...readingPaths.clearHistory,
    summary: 'Forget what the reader opened',
  },
  counts: {
    ...readingPaths.counts,
    summary: 'How often articles were read on the last days, the most read first',
    query: z.object({ days: z.coerce.number().int().min(1).max(90).default(30) }),
    reply: list(z.object({ articleId: id, title: z.string(), count: z.number().int() })),
  },
});

export type ReadingRoutes = typeof readingRoutes;
export type KeptArticle = z.output<typeof keptArticle>;
