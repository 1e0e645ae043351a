import type { Module } from '../../platform/module';
import { measurementJobs } from './measurement.alerting';
import {
  measurementData,
  measurementMerging,
  measurementServed,
  measurementStore,
  quietStore,
} from './measurement.personal';
import { buildMeasurementHandlers } from './measurement.router';

export { createDemoMeasurements, generateMeasurements, type MeasuredPerson } from './measurement.demo';

/** What people measure at home, what it means, and who is called. */
export const measurementModule: Module = {
  feature: 'measurement',
  handlers: buildMeasurementHandlers,
  jobs: measurementJobs,
  personalData: measurementData,
  personalStores: [measurementStore, quietStore],
  merging: measurementMerging,
  served: measurementServed,
};
