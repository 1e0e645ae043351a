import type { Module } from '../../platform/module';
import { buildSheetHandlers } from './sheet.router';

/** The day sheet that works without the server, and what was ticked on it. */
export const sheetModule: Module = { feature: 'sheet', handlers: buildSheetHandlers };
