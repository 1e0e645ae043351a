export const residentPaths = {
  consents: { method: 'get', path: '/consents' },
  create: { method: 'post', path: '/residents' },
  get: { method: 'get', path: '/residents/:id' },
  update: { method: 'put', path: '/residents/:id' },
  search: { method: 'get', path: '/residents' },
} as const;
