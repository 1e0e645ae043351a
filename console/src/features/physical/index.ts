import type { RouteObject } from 'react-router-dom';

/** Check-ups: the day's people, the items, the doctor's word, laboratory files. */
export const physicalPages: RouteObject[] = [
  { path: 'physicals', lazy: async () => ({ Component: (await import('./physicals-page')).PhysicalsPage }) },
  { path: 'physicals/:id', lazy: async () => ({ Component: (await import('./physical-page')).PhysicalPage }) },
  { path: 'physicals/:id/review', lazy: async () => ({ Component: (await import('./review-page')).ReviewPage }) },
  { path: 'lab-import', lazy: async () => ({ Component: (await import('./lab-import-page')).LabImportPage }) },
];
