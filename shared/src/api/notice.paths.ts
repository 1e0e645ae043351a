export const noticePaths = {
  next: { method: 'get', path: '/residents/:id/next' },
  today: { method: 'get', path: '/today' },
} as const;
