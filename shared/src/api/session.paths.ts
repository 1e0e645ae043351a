export const sessionPaths = {
  list: { method: 'get', path: '/sessions' },
  get: { method: 'get', path: '/sessions/:id' },
  create: { method: 'post', path: '/sessions' },
  bookings: { method: 'get', path: '/sessions/:id/bookings' },
  day: { method: 'get', path: '/day' },
  overview: { method: 'get', path: '/day/overview' },
} as const;
