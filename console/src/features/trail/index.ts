import type { RouteObject } from 'react-router-dom';

/** The audit log. */
export const trailPages: RouteObject[] = [
  { path: 'audits', lazy: async () => ({ Component: (await import('./audits-page')).AuditsPage }) },
];
