import type { Module } from '../../platform/module';
import { buildFileHandlers } from './file.router';

export { smallPictureUrl } from './file.presenter';
export { createDemoPicture, removeUnused, useFiles } from './file.service';

/** Pictures that staff upload for what they write. */
export const fileModule: Module = { feature: 'file', handlers: buildFileHandlers };
