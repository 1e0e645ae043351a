import type { RouteObject } from 'react-router-dom';

/** Health prescriptions: the texts, and what people were given. */
export const prescriptionPages: RouteObject[] = [
  { path: 'health-prescriptions', lazy: async () => ({ Component: (await import('./texts-page')).TextsPage }) },
  {
    path: 'health-prescriptions/people/:id',
    lazy: async () => ({ Component: (await import('./person-page')).PersonPage }),
  },
];
