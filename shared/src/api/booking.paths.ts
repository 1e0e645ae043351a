export const bookingPaths = {
  create: { method: 'post', path: '/bookings' },
  list: { method: 'get', path: '/bookings' },
  get: { method: 'get', path: '/bookings/:id' },
  cancel: { method: 'post', path: '/bookings/:id/cancel' },
} as const;
