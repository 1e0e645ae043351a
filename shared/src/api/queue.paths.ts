export const queuePaths = {
  next: { method: 'post', path: '/sessions/:id/calls' },
  recall: { method: 'post', path: '/bookings/:id/recall' },
  skip: { method: 'post', path: '/bookings/:id/skip' },
  place: { method: 'get', path: '/bookings/:id/queue' },
  day: { method: 'get', path: '/queue' },
  board: { method: 'get', path: '/queue-board' },
  code: { method: 'get', path: '/bookings/:id/code' },
  deskCode: { method: 'get', path: '/check-ins/desk-code' },
  scan: { method: 'post', path: '/check-ins/scan' },
  arrive: { method: 'post', path: '/check-ins' },
} as const;
