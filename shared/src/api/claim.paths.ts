export const claimPaths = {
  create: { method: 'post', path: '/claims' },
  own: { method: 'get', path: '/claims/own' },
  sendCode: { method: 'post', path: '/claims/:id/code' },
  verify: { method: 'post', path: '/claims/:id/verify' },
  find: { method: 'get', path: '/claims' },
  confirm: { method: 'post', path: '/claims/:id/confirm' },
  reject: { method: 'post', path: '/claims/:id/reject' },
} as const;
