import type { RouteObject } from 'react-router-dom';

/** Giving the record of a person who is known already to the WeChat account that they show. */
export const claimPages: RouteObject[] = [
  { path: 'claims', lazy: async () => ({ Component: (await import('./claims-page')).ClaimsPage }) },
];
