export const readingPaths = {
  related: { method: 'get', path: '/articles/:id/related' },
  count: { method: 'post', path: '/articles/:id/reads' },
  favourites: { method: 'get', path: '/favourites' },
  isFavourite: { method: 'get', path: '/articles/:id/favourite' },
  keep: { method: 'post', path: '/articles/:id/favourite' },
  history: { method: 'get', path: '/reading-history' },
  remember: { method: 'post', path: '/articles/:id/history' },
  clearHistory: { method: 'post', path: '/reading-history/clear' },
  counts: { method: 'get', path: '/reading-counts' },
} as const;
