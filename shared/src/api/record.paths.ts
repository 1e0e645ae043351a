export const recordPaths = {
  create: { method: 'post', path: '/residents/:id/record' },
  get: { method: 'get', path: '/residents/:id/record' },
  update: { method: 'put', path: '/residents/:id/record' },
  versions: { method: 'get', path: '/residents/:id/record/entries/:kind' },
  saveEntry: { method: 'put', path: '/residents/:id/record/entries/:kind' },
  close: { method: 'post', path: '/residents/:id/record/closing' },
  reopen: { method: 'post', path: '/residents/:id/record/reopening' },
  household: { method: 'get', path: '/residents/:id/household' },
  timeline: { method: 'get', path: '/residents/:id/timeline' },
  list: { method: 'get', path: '/records' },
  figures: { method: 'get', path: '/records/figures' },
} as const;
