export const bulkPaths = {
  candidates: { method: 'post', path: '/bookings/bulk/candidates' },
  create: { method: 'post', path: '/bookings/bulk/runs' },
  list: { method: 'get', path: '/bookings/bulk/runs' },
  get: { method: 'get', path: '/bookings/bulk/runs/:id' },
} as const;
