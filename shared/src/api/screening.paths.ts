export const screeningPaths = {
  createEvent: { method: 'post', path: '/screening-events' },
  events: { method: 'get', path: '/screening-events' },
  event: { method: 'get', path: '/screening-events/:id' },
  addEntry: { method: 'post', path: '/screening-events/:id/entries' },
  entries: { method: 'get', path: '/screening-events/:id/entries' },
  candidates: { method: 'get', path: '/screening-candidates' },
  link: { method: 'post', path: '/screening-entries/:id/link' },
  settle: { method: 'post', path: '/screening-entries/:id/outcome' },
  withdraw: { method: 'post', path: '/screening-entries/:id/withdrawal' },
  figures: { method: 'get', path: '/screening-figures' },
} as const;
