export const authPaths = {
  wechat: { method: 'post', path: '/auth/wechat' },
  staff: { method: 'post', path: '/auth/staff' },
  refresh: { method: 'post', path: '/auth/refresh' },
  logout: { method: 'post', path: '/auth/logout' },
  me: { method: 'get', path: '/me' },
  changePassword: { method: 'post', path: '/me/password' },
  otp: { method: 'get', path: '/me/otp' },
  startOtp: { method: 'post', path: '/me/otp/start' },
  confirmOtp: { method: 'post', path: '/me/otp/confirm' },
  phone: { method: 'post', path: '/auth/phone' },
  demoPeople: { method: 'get', path: '/demo-people' },
} as const;
