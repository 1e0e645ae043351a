export const noticePaths = {
  next: { method: 'get', path: '/residents/:id/next' },
  today: { method: 'get', path: '/today' },
  list: { method: 'get', path: '/notices' },
  unread: { method: 'get', path: '/notices/unread' },
  read: { method: 'post', path: '/notices/read' },
  templates: { method: 'get', path: '/notices/templates' },
  credits: { method: 'post', path: '/notices/credits' },
  deliveries: { method: 'get', path: '/notices/deliveries' },
  calls: { method: 'get', path: '/calls' },
  tickCall: { method: 'post', path: '/calls/:id/ticks' },
} as const;
