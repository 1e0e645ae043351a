import type { RouteObject } from 'react-router-dom';

/** Accounts of staff. */
export const staffPages: RouteObject[] = [
  { path: 'staff', lazy: async () => ({ Component: (await import('./staff-list-page')).StaffListPage }) },
  { path: 'staff/import', lazy: async () => ({ Component: (await import('./staff-import-page')).StaffImportPage }) },
];
