export const exportPaths = {
  create: { method: 'post', path: '/exports' },
  list: { method: 'get', path: '/exports' },
  approve: { method: 'post', path: '/exports/:id/approve' },
  refuse: { method: 'post', path: '/exports/:id/refuse' },
  open: { method: 'post', path: '/exports/:id/open' },
} as const;
