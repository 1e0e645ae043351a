export const centrePaths = {
  get: { method: 'get', path: '/centre' },
  communities: { method: 'get', path: '/communities' },
  services: { method: 'get', path: '/services' },
} as const;
