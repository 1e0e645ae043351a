export const waitlistPaths = {
  join: { method: 'post', path: '/waitlist' },
  list: { method: 'get', path: '/waitlist' },
  get: { method: 'get', path: '/waitlist/:id' },
  accept: { method: 'post', path: '/waitlist/:id/accept' },
  leave: { method: 'post', path: '/waitlist/:id/leave' },
} as const;
