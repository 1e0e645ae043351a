export const announcementPaths = {
  list: { method: 'get', path: '/announcements' },
  history: { method: 'get', path: '/announcement-history' },
  create: { method: 'post', path: '/announcements' },
  end: { method: 'post', path: '/announcements/:id/end' },
} as const;
