export const centrePaths = {
  get: { method: 'get', path: '/centre' },
  communities: { method: 'get', path: '/communities' },
  createCommunity: { method: 'post', path: '/communities' },
  updateCommunity: { method: 'put', path: '/communities/:id' },
  services: { method: 'get', path: '/services' },
  rooms: { method: 'get', path: '/rooms' },
  createRoom: { method: 'post', path: '/rooms' },
  updateRoom: { method: 'put', path: '/rooms/:id' },
} as const;
