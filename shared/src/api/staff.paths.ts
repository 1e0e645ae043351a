export const staffPaths = {
  list: { method: 'get', path: '/staff' },
  create: { method: 'post', path: '/staff' },
  update: { method: 'put', path: '/staff/:id' },
  resetPassword: { method: 'post', path: '/staff/:id/reset-password' },
  resetOtp: { method: 'post', path: '/staff/:id/reset-otp' },
  checkImport: { method: 'post', path: '/staff/import/check' },
  import: { method: 'post', path: '/staff/import' },
} as const;
