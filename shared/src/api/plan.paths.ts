export const planPaths = {
  ofResident: { method: 'get', path: '/residents/:id/plan' },
  groups: { method: 'get', path: '/residents/:id/groups' },
  addGroup: { method: 'post', path: '/residents/:id/groups' },
  endGroup: { method: 'post', path: '/residents/:id/groups/end' },
  list: { method: 'get', path: '/plans' },
  figures: { method: 'get', path: '/plans/figures' },
  households: { method: 'get', path: '/households' },
} as const;
