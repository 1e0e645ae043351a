import type { RouteObject } from 'react-router-dom';

/** The review of records that were opened in an emergency. */
export const emergencyPages: RouteObject[] = [
  { path: 'emergencies', lazy: async () => ({ Component: (await import('./emergencies-page')).EmergenciesPage }) },
];
