import type { Module } from '../../platform/module';
import { physicalJobs } from './physical.jobs';
import { physicalData, physicalMerging, physicalStore } from './physical.personal';
import { buildWorkHandlers } from './physical.router';
import { physicalServed } from './physical.served';

/** Check-ups from the arrival to the report. */
export const physicalModule: Module = {
  feature: 'physical',
  handlers: buildWorkHandlers,
  jobs: physicalJobs,
  served: physicalServed,
  personalData: physicalData,
  personalStores: [physicalStore],
  merging: physicalMerging,
};
