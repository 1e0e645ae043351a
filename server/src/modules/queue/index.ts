import type { Module } from '../../platform/module';
import { buildQueueHandlers } from './queue.router';

export { findScanned } from './queue.check-in';
export { isCodeOf, makeCode } from './queue.codes';

/** The waiting room: checking in by code, the queue, calling, the screen. */
export const queueModule: Module = { feature: 'queue', handlers: buildQueueHandlers };
