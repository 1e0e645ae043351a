export const residentPaths = {
  consents: { method: 'get', path: '/consents' },
  create: { method: 'post', path: '/residents' },
  get: { method: 'get', path: '/residents/:id' },
  update: { method: 'put', path: '/residents/:id' },
} as const;
