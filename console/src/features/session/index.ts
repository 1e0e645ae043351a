import type { RouteObject } from 'react-router-dom';

/** Sessions and who booked them. */
export const sessionPages: RouteObject[] = [
  { path: 'sessions', lazy: async () => ({ Component: (await import('./session-list-page')).SessionListPage }) },
  { path: 'board', lazy: async () => ({ Component: (await import('./board-page')).BoardPage }) },
  {
    path: 'sessions/:id',
    lazy: async () => ({ Component: (await import('./session-detail-page')).SessionDetailPage }),
  },
];
