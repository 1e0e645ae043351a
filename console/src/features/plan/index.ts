import type { RouteObject } from 'react-router-dom';

/** What was promised to people who signed, and where they live. */
export const planPages: RouteObject[] = [
  { path: 'plans', lazy: async () => ({ Component: (await import('./plans-page')).PlansPage }) },
  { path: 'households', lazy: async () => ({ Component: (await import('./households-page')).HouseholdsPage }) },
];
