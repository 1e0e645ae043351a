export const centrePaths = {
  get: { method: 'get', path: '/centre' },
  communities: { method: 'get', path: '/communities' },
  createCommunity: { method: 'post', path: '/communities' },
  updateCommunity: { method: 'put', path: '/communities/:id' },
  services: { method: 'get', path: '/services' },
  readCentre: { method: 'get', path: '/settings/centre' },
  saveCentre: { method: 'put', path: '/settings/centre' },
  readServices: { method: 'get', path: '/settings/services' },
  saveServices: { method: 'put', path: '/settings/services' },
  readBooking: { method: 'get', path: '/settings/booking' },
  saveBooking: { method: 'put', path: '/settings/booking' },
  settingHistory: { method: 'get', path: '/settings/:id/history' },
} as const;
