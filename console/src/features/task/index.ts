import type { RouteObject } from 'react-router-dom';

/** What values gave rise to, and what comes of it. */
export const taskPages: RouteObject[] = [
  { path: 'tasks', lazy: async () => ({ Component: (await import('./tasks-page')).TasksPage }) },
];
