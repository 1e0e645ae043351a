export const centrePaths = {
  get: { method: 'get', path: '/centre' },
  communities: { method: 'get', path: '/communities' },
  createCommunity: { method: 'post', path: '/communities' },
  updateCommunity: { method: 'put', path: '/communities/:id' },
  services: { method: 'get', path: '/services' },
} as const;
