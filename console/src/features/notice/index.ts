import type { RouteObject } from 'react-router-dom';

/** The day at a glance. */
export const noticePages: RouteObject[] = [
  { path: 'today', lazy: async () => ({ Component: (await import('./today-page')).TodayPage }) },
];
