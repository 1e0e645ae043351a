import type { RouteObject } from 'react-router-dom';

/** What people measure at home: what calls for somebody, and each person's readings. */
export const measurementPages: RouteObject[] = [
  { path: 'alerts', lazy: async () => ({ Component: (await import('./alerts-page')).AlertsPage }) },
  {
    path: 'measurements/:id',
    lazy: async () => ({ Component: (await import('./measurements-page')).MeasurementsPage }),
  },
];
