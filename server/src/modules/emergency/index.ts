import type { Module } from '../../platform/module';
import { buildEmergencyHandlers } from './emergency.router';

/** Records opened in an emergency, and their review. */
export const emergencyModule: Module = { feature: 'emergency', handlers: buildEmergencyHandlers };
