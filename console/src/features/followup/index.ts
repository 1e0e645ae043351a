import type { RouteObject } from 'react-router-dom';

/** Care for people with chronic diseases. */
export const followupPages: RouteObject[] = [
  { path: 'follow-ups', lazy: async () => ({ Component: (await import('./worklist-page')).WorklistPage }) },
  { path: 'follow-ups/figures', lazy: async () => ({ Component: (await import('./figures-page')).FiguresPage }) },
  { path: 'follow-ups/people/:id', lazy: async () => ({ Component: (await import('./person-page')).PersonPage }) },
];
