export const mergePaths = {
  compare: { method: 'get', path: '/merges/comparison' },
  create: { method: 'post', path: '/merges' },
  list: { method: 'get', path: '/merges' },
} as const;
