export const correctionPaths = {
  create: { method: 'post', path: '/residents/:id/corrections' },
  ofResident: { method: 'get', path: '/residents/:id/corrections' },
  list: { method: 'get', path: '/corrections' },
  figures: { method: 'get', path: '/corrections/figures' },
  get: { method: 'get', path: '/corrections/:id' },
  answer: { method: 'post', path: '/corrections/:id/answers' },
} as const;
