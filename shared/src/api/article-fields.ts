import { z } from 'zod';
import { id, text } from './common';

/** An article with its HTML as JSON. */
export const ARTICLE_BODY_BYTES = 1024 * 1024;

export const articleState = z.enum(['draft', 'published', 'withdrawn']);

/**
 * How far the latest version is: being written, with the reviewers, approved, waiting for its time; `settled` where
 * it is what residents see.
 */
export const articleStage = z.enum(['writing', 'submitted', 'approved', 'scheduled', 'settled']);

/** What an author writes. */
export const articleContent = {
  title: text(60),
  category: text(20),
  html: z.string().min(1, { error: 'EMPTY' }).max(800_000, { error: 'TOO_LONG' }),
  /** An uploaded picture; null takes the cover away, and without the field it stays as it is. */
  coverFileId: id.nullable().optional(),
};

export type ArticleState = z.output<typeof articleState>;
export type ArticleStage = z.output<typeof articleStage>;
