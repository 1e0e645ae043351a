import type { RouteObject } from 'react-router-dom';

/** The day at a glance, and what became of messages. */
export const noticePages: RouteObject[] = [
  { path: 'today', lazy: async () => ({ Component: (await import('./today-page')).TodayPage }) },
  { path: 'deliveries', lazy: async () => ({ Component: (await import('./deliveries-page')).DeliveriesPage }) },
];
