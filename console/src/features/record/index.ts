import type { RouteObject } from 'react-router-dom';

/** Health records: the list with its figures, and the record of a person. */
export const recordPages: RouteObject[] = [
  { path: 'records', lazy: async () => ({ Component: (await import('./records-page')).RecordsPage }) },
  { path: 'records/:residentId', lazy: async () => ({ Component: (await import('./record-page')).RecordPage }) },
];
