import type { Module } from '../../platform/module';
import { hearOfPicture, sendToCheck } from './file.check';
import { buildFileHandlers } from './file.router';
import { removeUnused } from './file.service';
import { findUsedFiles } from './file.usage';

export { readPicture } from './file.picture';
export { pictureUrl, smallPictureUrl } from './file.presenter';
export { createDemoPicture, createPicture, useFiles } from './file.service';

/** Pictures that staff upload for what they write. */
export const fileModule: Module = {
  feature: 'file',
  handlers: buildFileHandlers,
  onPicture: (deps) => (answer) => hearOfPicture(deps, answer),
  jobs: (deps) => [
    { name: 'sendToCheck', pattern: '5,15,25,35,45,55 * * * * *', leaseMs: 20_000, run: () => sendToCheck(deps) },
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
