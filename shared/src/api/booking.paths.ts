export const bookingPaths = {
  create: { method: 'post', path: '/bookings' },
  list: { method: 'get', path: '/bookings' },
  get: { method: 'get', path: '/bookings/:id' },
  cancel: { method: 'post', path: '/bookings/:id/cancel' },
  checkIn: { method: 'post', path: '/bookings/:id/check-in' },
  call: { method: 'post', path: '/bookings/:id/call' },
  finish: { method: 'post', path: '/bookings/:id/finish' },
  undo: { method: 'post', path: '/bookings/:id/undo' },
  acceptOffer: { method: 'post', path: '/bookings/:id/accept-offer' },
  declineOffer: { method: 'post', path: '/bookings/:id/decline-offer' },
  phoneList: { method: 'get', path: '/phone-list' },
  phoned: { method: 'post', path: '/bookings/:id/phoned' },
} as const;
