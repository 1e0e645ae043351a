export const copyPaths = {
  create: { method: 'post', path: '/residents/:id/copies' },
  open: { method: 'post', path: '/copies/:id/open' },
} as const;
