import type { RouteObject } from 'react-router-dom';

/** Weekly templates, what they would open, and the calendar of closed and working days. */
export const schedulePages: RouteObject[] = [
  { path: 'schedule', lazy: async () => ({ Component: (await import('./templates-page')).TemplatesPage }) },
  { path: 'schedule/preview', lazy: async () => ({ Component: (await import('./preview-page')).PreviewPage }) },
  { path: 'closed-days', lazy: async () => ({ Component: (await import('./days-page')).DaysPage }) },
];
