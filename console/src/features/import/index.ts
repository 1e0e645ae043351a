import type { RouteObject } from 'react-router-dom';

/** Health records from sheets. */
export const importPages: RouteObject[] = [
  { path: 'imports', lazy: async () => ({ Component: (await import('./imports-page')).ImportsPage }) },
  { path: 'imports/:id', lazy: async () => ({ Component: (await import('./import-run-page')).ImportRunPage }) },
];
