import { z } from 'zod';
import { id, idParams } from './common';
import { filePaths } from './file.paths';
import { defineRoutes } from './route';

/** What may be uploaded. */
export const pictureUpload = {
  types: ['image/jpeg', 'image/png', 'image/webp'],
  maxBytes: 8 * 1024 * 1024,
  hint: '只能上传 JPG、PNG 或 WebP 图片，请换一个文件。',
} as const;

/** An uploaded picture; the figures are those of the picture as it is kept. */
export const picture = z.object({
  id,
  url: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
});

export const fileRoutes = defineRoutes({
  create: {
    ...filePaths.create,
    summary: 'Upload one picture; it is kept as WebP, upright, without metadata, at most 1600 pixels wide',
    idempotent: true,
    status: 201,
    upload: pictureUpload,
    reply: picture,
  },
  get: {
    ...filePaths.get,
    summary: 'A picture at most 640 or 1600 pixels wide; it never changes',
    params: idParams,
    query: z.object({ w: z.enum(['640', '1600']).default('1600') }),
    fileType: 'image/webp',
  },
});

export type FileRoutes = typeof fileRoutes;
export type Picture = z.output<typeof picture>;
