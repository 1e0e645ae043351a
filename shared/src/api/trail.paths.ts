export const trailPaths = {
  ofResident: { method: 'get', path: '/residents/:id/audit' },
  search: { method: 'get', path: '/audits' },
  choices: { method: 'get', path: '/audits/choices' },
} as const;
