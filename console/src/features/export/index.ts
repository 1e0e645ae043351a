import type { RouteObject } from 'react-router-dom';

/** Lists as files. */
export const exportPages: RouteObject[] = [
  { path: 'exports', lazy: async () => ({ Component: (await import('./exports-page')).ExportsPage }) },
];
