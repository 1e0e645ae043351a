export const physicalPaths = {
  list: { method: 'get', path: '/physicals' },
  open: { method: 'post', path: '/physicals' },
  get: { method: 'get', path: '/physicals/:id' },
  enter: { method: 'put', path: '/physicals/:id/entries' },
  review: { method: 'put', path: '/physicals/:id/review' },
  release: { method: 'post', path: '/physicals/:id/release' },
  reopen: { method: 'post', path: '/physicals/:id/reopen' },
  checkLab: { method: 'post', path: '/physicals/lab-checks' },
  importLab: { method: 'post', path: '/physicals/lab-imports' },
  report: { method: 'get', path: '/physicals/:id/report' },
  ofResident: { method: 'get', path: '/residents/:id/physicals' },
} as const;
