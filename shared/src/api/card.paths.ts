export const cardPaths = {
  list: { method: 'get', path: '/cards' },
  issue: { method: 'post', path: '/cards' },
  revoke: { method: 'post', path: '/cards/:id/revoke' },
  print: { method: 'post', path: '/cards/print' },
} as const;
