import type { Module } from '../../platform/module';
import { recordData, recordMerging, recordStore } from './record.personal';
import { buildRecordHandlers } from './record.router';
import { recordJobs, recordServed } from './record.used';

export { createDemoRecord, type DemoRecord } from './record.demo';
export { planRecords, writeRecords, type RecordPlan, type RecordWish } from './record.bulk';
export { putWholeRecord, type WholeOutcome, type WholeRecord } from './record.importing';
export { findKnownDiseases } from './record.known';

/** Health records: what is known of a person's health, version by version, and what was done for them. */
export const recordModule: Module = {
  feature: 'record',
  handlers: buildRecordHandlers,
  jobs: recordJobs,
  served: recordServed,
  personalData: recordData,
  personalStores: [recordStore],
  merging: recordMerging,
};
