import type { RouteObject } from 'react-router-dom';

/** Announcements of the centre. */
export const announcementPages: RouteObject[] = [
  {
    path: 'announcements',
    lazy: async () => ({ Component: (await import('./announcement-list-page')).AnnouncementListPage }),
  },
];
