import type { RouteObject } from 'react-router-dom';

/** Requests of people to correct what is kept of them. */
export const correctionPages: RouteObject[] = [
  { path: 'corrections', lazy: async () => ({ Component: (await import('./corrections-page')).CorrectionsPage }) },
];
