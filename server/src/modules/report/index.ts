import type { Module } from '../../platform/module';
import { buildReportHandlers } from './report.router';

/** Figures for those who lead the centre, counted from the live rows. */
export const reportModule: Module = { feature: 'report', handlers: buildReportHandlers };
