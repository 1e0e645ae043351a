import type { Module } from '../../platform/module';
import {
  screeningData,
  screeningMerging,
  screeningReadings,
  screeningServed,
  screeningStore,
} from './screening.personal';
import { buildScreeningHandlers } from './screening.router';
import { screeningJobs } from './screening.tasks';

/** Screenings of blood pressure and glucose in the street. */
export const screeningModule: Module = {
  feature: 'screening',
  handlers: buildScreeningHandlers,
  jobs: screeningJobs,
  personalData: screeningData,
  personalStores: [screeningStore],
  merging: screeningMerging,
  served: screeningServed,
  readings: screeningReadings,
};
