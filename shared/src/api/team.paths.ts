export const teamPaths = {
  list: { method: 'get', path: '/teams' },
  create: { method: 'post', path: '/teams' },
  update: { method: 'put', path: '/teams/:id' },
  get: { method: 'get', path: '/teams/:id' },
} as const;
