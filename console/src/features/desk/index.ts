import type { RouteObject } from 'react-router-dom';

/** Serving people at the desk, and the people of the day. */
export const deskPages: RouteObject[] = [
  { path: 'desk', lazy: async () => ({ Component: (await import('./desk-page')).DeskPage }) },
  { path: 'arrivals', lazy: async () => ({ Component: (await import('./arrivals-page')).ArrivalsPage }) },
  { path: 'phone-list', lazy: async () => ({ Component: (await import('./phone-list-page')).PhoneListPage }) },
  { path: 'absences', lazy: async () => ({ Component: (await import('./absences-page')).AbsencesPage }) },
];
