import type { RouteObject } from 'react-router-dom';

/** Communities and the teams that look after them. */
export const centrePages: RouteObject[] = [
  { path: 'teams', lazy: async () => ({ Component: (await import('./teams-page')).TeamsPage }) },
  { path: 'rooms', lazy: async () => ({ Component: (await import('./rooms-page')).RoomsPage }) },
];
