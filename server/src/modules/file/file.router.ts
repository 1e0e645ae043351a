import type { FileRoutes } from '@linkang/shared/api/file.routes';
import type { Handlers } from '../../platform/module';
import { createPicture, getPicture } from './file.service';

/** The routes of pictures. */
export const buildFileHandlers = (): Handlers<FileRoutes> => ({
  create: ({ upload }, request) => createPicture(upload, request),
  get: ({ params, query }) => getPicture(params.id, Number(query.w)),
});
