export const reportPaths = {
  times: { method: 'get', path: '/reports/times' },
} as const;
