export const residentPaths = {
  consents: { method: 'get', path: '/consents' },
  create: { method: 'post', path: '/residents' },
  get: { method: 'get', path: '/residents/:id' },
  update: { method: 'put', path: '/residents/:id' },
  consentState: { method: 'get', path: '/residents/:id/consents' },
  saveConsent: { method: 'post', path: '/residents/:id/consents' },
  standing: { method: 'get', path: '/residents/:id/standing' },
  reveal: { method: 'post', path: '/residents/:id/reveal' },
  flags: { method: 'get', path: '/residents/:id/flags' },
  saveFlags: { method: 'put', path: '/residents/:id/flags' },
  addIdNumber: { method: 'put', path: '/residents/:id/id-number' },
  search: { method: 'get', path: '/residents' },
} as const;
