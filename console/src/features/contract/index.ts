import type { RouteObject } from 'react-router-dom';

/** Review of contracts. */
export const contractPages: RouteObject[] = [
  { path: 'contracts', lazy: async () => ({ Component: (await import('./contract-list-page')).ContractListPage }) },
];
