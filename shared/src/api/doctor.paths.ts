export const doctorPaths = {
  list: { method: 'get', path: '/doctors' },
  get: { method: 'get', path: '/doctors/:id' },
  accounts: { method: 'get', path: '/doctor-accounts' },
  create: { method: 'post', path: '/doctors' },
  update: { method: 'put', path: '/doctors/:id' },
  introduce: { method: 'put', path: '/doctors/:id/intro' },
} as const;
