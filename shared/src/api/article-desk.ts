import { z } from 'zod';
import { ARTICLE_BODY_BYTES, articleContent, articleStage, articleState } from './article-fields';
import { articlePaths } from './article.paths';
import { id, idParams, instant, list, rev, text } from './common';
import { defineRoutes } from './route';

/** What may be uploaded as a text to begin with; systems do not agree on the types of documents. */
export const documentUpload = {
  types: [
    'application/octet-stream',
    'application/msword',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  maxBytes: 20 * 1024 * 1024,
  hint: '只能上传 Word 文档（.docx），请换一个文件。',
} as const;

/** The number of a version, from 1 on. */
const no = z.number().int().min(1);

const words = { title: z.string(), category: z.string(), html: z.string(), coverFileId: z.string().nullable() };

/** A version as it is kept; it never changes. */
export const articleVersion = z.object({ no, at: instant, authorName: z.string(), ...words });

/** The latest version of an article with how far it is. */
export const articleWork = z.object({
  id,
  rev,
  state: articleState,
  stage: articleStage,
  ...words,
  /** The version that this is, and the one that residents see. */
  no,
  shownNo: no.nullable(),
  authorName: z.string(),
  savedAt: instant,
  publishedAt: instant.nullable(),
  /** When it is shown by itself. */
  publishAt: instant.nullable(),
  approved: z.boolean(),
  /** Whether the centre publishes only what was approved. */
  reviewRequired: z.boolean(),
  /** What the last reviewer said; without words it was approved. */
  review: z.object({ byName: z.string(), at: instant, note: z.string().nullable() }).nullable(),
  /** Whether the caller may decide about this version. */
  canDecide: z.boolean(),
  /** Who else has unsaved text for it. */
  others: z.array(z.object({ name: z.string(), at: instant })),
});

/** Text that its author has not saved yet. */
export const articleCopy = z.object({ ...words, baseRev: rev.nullable(), at: instant });

const conflicts = ['NOT_FOUND', 'STATE_CONFLICT'] as const;

/** What staff do with an article before residents see it. */
export const articleDeskRoutes = defineRoutes({
  work: {
    ...articlePaths.work,
    summary: 'The latest version of an article, whether or not residents see it',
    params: idParams,
    reply: articleWork,
    errors: ['NOT_FOUND'],
  },
  saveWork: {
    ...articlePaths.saveWork,
    summary:
      'Save a new version; what residents see of a published article stays. Who comes second gets the other text',
    published: ['title', 'category', 'html'],
    params: idParams,
    bodyLimitBytes: ARTICLE_BODY_BYTES,
    body: z.object({ ...articleContent, rev }),
    reply: articleWork,
    errors: conflicts,
  },
  submit: {
    ...articlePaths.submit,
    summary: 'Give the latest version to the reviewers',
    params: idParams,
    body: z.object({ rev }),
    reply: articleWork,
    errors: conflicts,
  },
  approve: {
    ...articlePaths.approve,
    summary: 'Say that a version may be shown; nobody approves what they wrote',
    params: idParams,
    body: z.object({ no }),
    reply: articleWork,
    errors: [...conflicts, 'FORBIDDEN'],
  },
  sendBack: {
    ...articlePaths.sendBack,
    summary: 'Give a version back to its authors with words',
    params: idParams,
    body: z.object({ no, note: text(500) }),
    reply: articleWork,
    errors: [...conflicts, 'FORBIDDEN'],
  },
  schedule: {
    ...articlePaths.schedule,
    summary: 'Show the latest version by itself at a time; null takes that back',
    params: idParams,
    body: z.object({ rev, publishAt: instant.nullable() }),
    reply: articleWork,
    errors: [...conflicts, 'ARTICLE_REVIEW_NEEDED'],
  },
  reviews: {
    ...articlePaths.reviews,
    summary: 'Versions that wait for a reviewer, those first that wait longest',
    reply: list(
      z.object({
        id,
        no,
        title: z.string(),
        category: z.string(),
        authorName: z.string(),
        submittedAt: instant,
        /** Whether residents see a former version. */
        isUpdate: z.boolean(),
        canDecide: z.boolean(),
      }),
    ),
  },
  versions: {
    ...articlePaths.versions,
    summary: 'The latest two hundred versions, newest first',
    params: idParams,
    reply: list(
      z.object({
        no,
        at: instant,
        authorName: z.string(),
        title: z.string(),
        /** Of the text, without blanks. */
        characters: z.number().int(),
        /** The version that was brought back. */
        restoredFrom: no.nullable(),
      }),
    ),
    errors: ['NOT_FOUND'],
  },
  version: {
    ...articlePaths.version,
    summary: 'One version',
    params: idParams,
    query: z.object({ no: z.coerce.number().int().min(1) }),
    reply: articleVersion,
    errors: ['NOT_FOUND'],
  },
  restore: {
    ...articlePaths.restore,
    summary: 'Make a former version the latest one; residents go on seeing what they see',
    params: idParams,
    body: z.object({ rev, no }),
    reply: articleWork,
    errors: conflicts,
  },
  copy: {
    ...articlePaths.copy,
    summary: "The caller's unsaved text of an article, or under the id `new` of one that is not saved yet",
    params: idParams,
    reply: z.object({ copy: articleCopy.nullable() }),
    errors: ['NOT_FOUND'],
  },
  saveCopy: {
    ...articlePaths.saveCopy,
    summary: "Keep the caller's unsaved text; nobody else sees it",
    params: idParams,
    bodyLimitBytes: ARTICLE_BODY_BYTES,
    body: z.object({
      title: z.string().max(200, { error: 'TOO_LONG' }),
      category: z.string().max(200, { error: 'TOO_LONG' }),
      html: z.string().max(800_000, { error: 'TOO_LONG' }),
      coverFileId: id.nullable(),
      /** The revision that the text began with. */
      baseRev: rev.nullable(),
    }),
    reply: z.object({ at: instant }),
    errors: ['NOT_FOUND'],
  },
  dropCopy: {
    ...articlePaths.dropCopy,
    summary: "Forget the caller's unsaved text",
    params: idParams,
  },
  readDocument: {
    ...articlePaths.readDocument,
    summary: 'Make the text of an article out of a Word document; its pictures are kept, nothing is saved',
    idempotent: true,
    status: 201,
    upload: documentUpload,
    reply: z.object({
      /** The first heading, if the document begins with one. */
      title: z.string(),
      html: z.string(),
      pictures: z.number().int(),
      /** Pictures in formats that no phone shows. */
      picturesLost: z.number().int(),
    }),
  },
});

export type ArticleWork = z.output<typeof articleWork>;
export type ArticleVersion = z.output<typeof articleVersion>;
export type ArticleCopy = z.output<typeof articleCopy>;
