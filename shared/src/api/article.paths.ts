export const articlePaths = {
  categories: { method: 'get', path: '/article-categories' },
  list: { method: 'get', path: '/articles' },
  get: { method: 'get', path: '/articles/:id' },
  create: { method: 'post', path: '/articles' },
  update: { method: 'put', path: '/articles/:id' },
  publish: { method: 'post', path: '/articles/:id/publish' },
  withdraw: { method: 'post', path: '/articles/:id/withdraw' },
} as const;
