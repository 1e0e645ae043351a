import type { Module } from '../../platform/module';
import { buildEducationHandlers } from './education.router';

export { createDemoLedgers } from './education.demo';
export { findLedgerFigures, type LedgerLine } from './education.figures';

/** The ledgers of health education, and what of the yearly minimums is done. They name no residents. */
export const educationModule: Module = { feature: 'education', handlers: buildEducationHandlers };
