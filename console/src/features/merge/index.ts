import type { RouteObject } from 'react-router-dom';

/** Two records of one person become one. */
export const mergePages: RouteObject[] = [
  { path: 'merges', lazy: async () => ({ Component: (await import('./merges-page')).MergesPage }) },
];
