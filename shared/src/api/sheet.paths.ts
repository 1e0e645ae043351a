export const sheetPaths = {
  get: { method: 'get', path: '/day-sheets' },
  apply: { method: 'post', path: '/day-sheets' },
} as const;
