export const lecturePaths = {
  list: { method: 'get', path: '/lectures' },
  get: { method: 'get', path: '/lectures/:id' },
  create: { method: 'post', path: '/lectures' },
  update: { method: 'put', path: '/lectures/:id' },
  publish: { method: 'post', path: '/lectures/:id/publish' },
  cancel: { method: 'post', path: '/lectures/:id/cancel' },
  register: { method: 'post', path: '/lectures/:id/registrations' },
} as const;
