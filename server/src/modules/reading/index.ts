import type { Module } from '../../platform/module';
import { readingData, readingMerging, readingStore } from './reading.personal';
import { buildReadingHandlers } from './reading.router';

export { createDemoReading } from './reading.demo';

/** What readers keep of their reading, and how often articles are read. */
export const readingModule: Module = {
  feature: 'reading',
  handlers: buildReadingHandlers,
  personalData: readingData,
  personalStores: [readingStore],
  merging: readingMerging,
};
