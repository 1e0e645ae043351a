import type { Module } from '../../platform/module';
import { buildFileHandlers } from './file.router';
import { removeUnused } from './file.service';
import { findUsedFiles } from './file.usage';

export { readPicture } from './file.picture';
export { smallPictureUrl } from './file.presenter';
export { createDemoPicture, useFiles } from './file.service';

/** Pictures that staff upload for what they write. */
export const fileModule: Module = {
  feature: 'file',
  handlers: buildFileHandlers,
  jobs: (deps) => [
    {
      name: 'removeUnusedFiles',
      pattern: '0 20 3 * * *',
      leaseMs: 60_000,
      run: async () => {
        const removed = await removeUnused(deps.clock.now(), findUsedFiles);
        if (removed) deps.log.info({ removed }, 'unused pictures removed');
      },
    },
  ],
};
