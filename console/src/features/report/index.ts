import type { RouteObject } from 'react-router-dom';

/** Figures for those who lead the centre. */
export const reportPages: RouteObject[] = [
  { path: 'times', lazy: async () => ({ Component: (await import('./times-page')).TimesPage }) },
];
