import type { Module } from '../../platform/module';
import { prescriptionData, prescriptionMerging, prescriptionsServed, prescriptionStore } from './prescription.personal';
import { buildPrescriptionHandlers } from './prescription.router';

export { createDemoPrescriptions } from './prescription.demo';

/** Health prescriptions: advice about one disease, released by a doctor and given to people. */
export const prescriptionModule: Module = {
  feature: 'prescription',
  handlers: buildPrescriptionHandlers,
  personalData: prescriptionData,
  personalStores: [prescriptionStore],
  merging: prescriptionMerging,
  served: prescriptionsServed,
};
