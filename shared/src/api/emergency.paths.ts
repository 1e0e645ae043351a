export const emergencyPaths = {
  start: { method: 'post', path: '/emergencies' },
  list: { method: 'get', path: '/emergencies' },
  review: { method: 'post', path: '/emergencies/:id/review' },
} as const;
