export const filePaths = {
  create: { method: 'post', path: '/files' },
  get: { method: 'get', path: '/files/:id' },
} as const;
