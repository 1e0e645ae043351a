export const staffPaths = {
  list: { method: 'get', path: '/staff' },
  create: { method: 'post', path: '/staff' },
  update: { method: 'put', path: '/staff/:id' },
  resetPassword: { method: 'post', path: '/staff/:id/reset-password' },
} as const;
