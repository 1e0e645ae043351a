import type { Module } from '../../platform/module';
import { accessStore, timedAccesses } from './emergency.leaving';
import { buildEmergencyHandlers } from './emergency.router';

/** Records opened in an emergency, and their review. */
export const emergencyModule: Module = {
  feature: 'emergency',
  handlers: buildEmergencyHandlers,
  personalStores: [accessStore],
  timedStores: timedAccesses,
};
