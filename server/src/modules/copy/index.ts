import type { Module } from '../../platform/module';
import { buildCopyHandlers } from './copy.router';

/** A copy of everything that is kept of a person, for the person; each feature contributes its part. */
export const copyModule: Module = { feature: 'copy', handlers: buildCopyHandlers };
