import type { RouteObject } from 'react-router-dom';

/** Screenings in the street: opening one, the fast entry, and whom to call. */
export const screeningPages: RouteObject[] = [
  { path: 'screenings', lazy: async () => ({ Component: (await import('./events-page')).EventsPage }) },
  { path: 'screenings/:id', lazy: async () => ({ Component: (await import('./event-page')).EventPage }) },
];
