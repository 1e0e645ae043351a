export const measurementPaths = {
  create: { method: 'post', path: '/residents/:id/measurements' },
  list: { method: 'get', path: '/residents/:id/measurements' },
  withdraw: { method: 'post', path: '/measurements/:id/withdrawal' },
  restore: { method: 'post', path: '/measurements/:id/restoration' },
  wish: { method: 'post', path: '/residents/:id/measurement-wish' },
  limits: { method: 'get', path: '/residents/:id/measurement-limits' },
  saveLimits: { method: 'put', path: '/residents/:id/measurement-limits' },
  alerts: { method: 'get', path: '/measurement-alerts' },
  countAlerts: { method: 'get', path: '/measurement-alerts/count' },
  alert: { method: 'get', path: '/measurement-alerts/:id' },
  acknowledge: { method: 'post', path: '/measurement-alerts/:id/acknowledgement' },
} as const;
