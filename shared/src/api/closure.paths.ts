export const closurePaths = {
  ofResident: { method: 'get', path: '/residents/:id/closure' },
  create: { method: 'post', path: '/residents/:id/closure' },
  undo: { method: 'post', path: '/closures/:id/undo' },
} as const;
