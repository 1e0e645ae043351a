export const importPaths = {
  create: { method: 'post', path: '/imports' },
  list: { method: 'get', path: '/imports' },
  template: { method: 'get', path: '/imports/template' },
  get: { method: 'get', path: '/imports/:id' },
  start: { method: 'post', path: '/imports/:id/start' },
  faults: { method: 'get', path: '/imports/:id/faults' },
} as const;
