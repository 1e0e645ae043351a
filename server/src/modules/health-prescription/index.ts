import type { Module } from '../../platform/module';
import {
  healthPrescriptionData,
  healthPrescriptionMerging,
  healthPrescriptionsServed,
  healthPrescriptionStore,
} from './health-prescription.personal';
import { buildHealthPrescriptionHandlers } from './health-prescription.router';

export { createDemoPrescriptions } from './health-prescription.demo';

/** Health prescriptions: advice about one disease, released by a doctor and given to people. */
export const healthPrescriptionModule: Module = {
  feature: 'healthPrescription',
  handlers: buildHealthPrescriptionHandlers,
  personalData: healthPrescriptionData,
  personalStores: [healthPrescriptionStore],
  merging: healthPrescriptionMerging,
  served: healthPrescriptionsServed,
};
