export const reportPaths = {
  times: { method: 'get', path: '/reports/times' },
  education: { method: 'get', path: '/reports/education' },
  educationFile: { method: 'get', path: '/reports/education-file' },
} as const;
