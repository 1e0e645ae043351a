export const proxyPaths = {
  create: { method: 'post', path: '/proxies' },
  list: { method: 'get', path: '/proxies' },
  ofResident: { method: 'get', path: '/residents/:id/proxies' },
  confirm: { method: 'post', path: '/proxies/:id/confirm' },
  reject: { method: 'post', path: '/proxies/:id/reject' },
  narrow: { method: 'post', path: '/proxies/:id/narrow' },
  deeds: { method: 'get', path: '/residents/:id/deeds' },
  putPaper: { method: 'put', path: '/proxies/:id/paper' },
  paper: { method: 'get', path: '/proxies/:id/paper' },
  revoke: { method: 'post', path: '/proxies/:id/revoke' },
} as const;
