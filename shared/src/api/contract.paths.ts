export const contractPaths = {
  packages: { method: 'get', path: '/service-packages' },
  agreement: { method: 'get', path: '/agreement' },
  create: { method: 'post', path: '/contracts' },
  list: { method: 'get', path: '/contracts' },
  get: { method: 'get', path: '/contracts/:id' },
  signature: { method: 'get', path: '/contracts/:id/signature' },
  approve: { method: 'post', path: '/contracts/:id/approve' },
  reject: { method: 'post', path: '/contracts/:id/reject' },
  withdraw: { method: 'post', path: '/contracts/:id/withdraw' },
} as const;
