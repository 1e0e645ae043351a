export const teamPaths = {
  list: { method: 'get', path: '/teams' },
  get: { method: 'get', path: '/teams/:id' },
} as const;
