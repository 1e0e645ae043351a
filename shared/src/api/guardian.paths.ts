export const guardianPaths = {
  list: { method: 'get', path: '/guardianships' },
  ofResident: { method: 'get', path: '/residents/:id/guardians' },
  add: { method: 'post', path: '/residents/:id/guardians' },
  accept: { method: 'post', path: '/guardianships/:id/accept' },
  end: { method: 'post', path: '/guardianships/:id/end' },
} as const;
