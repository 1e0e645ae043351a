export const sessionPaths = {
  list: { method: 'get', path: '/sessions' },
  get: { method: 'get', path: '/sessions/:id' },
  create: { method: 'post', path: '/sessions' },
  bookings: { method: 'get', path: '/sessions/:id/bookings' },
  day: { method: 'get', path: '/day' },
  update: { method: 'put', path: '/sessions/:id' },
  overview: { method: 'get', path: '/day/overview' },
  suspend: { method: 'post', path: '/sessions/:id/suspend' },
  resume: { method: 'post', path: '/sessions/:id/resume' },
  capacity: { method: 'post', path: '/sessions/:id/capacity' },
} as const;
