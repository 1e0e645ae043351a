export const taskPaths = {
  list: { method: 'get', path: '/tasks' },
  get: { method: 'get', path: '/tasks/:id' },
  settle: { method: 'post', path: '/tasks/:id/settle' },
  addReading: { method: 'post', path: '/tasks/:id/readings' },
  ofResident: { method: 'get', path: '/residents/:id/tasks' },
} as const;
