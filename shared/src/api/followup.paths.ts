export const followupPaths = {
  enrol: { method: 'post', path: '/residents/:id/enrolments' },
  ofResident: { method: 'get', path: '/residents/:id/follow-ups' },
  create: { method: 'post', path: '/residents/:id/follow-ups' },
  due: { method: 'get', path: '/follow-ups/due' },
  figures: { method: 'get', path: '/follow-ups/figures' },
  amend: { method: 'put', path: '/follow-ups/:id' },
  versions: { method: 'get', path: '/follow-ups/:id/versions' },
  assign: { method: 'put', path: '/enrolments/:id/doctor' },
  lost: { method: 'post', path: '/enrolments/:id/lost' },
  end: { method: 'post', path: '/enrolments/:id/end' },
  attempt: { method: 'post', path: '/enrolments/:id/attempts' },
  recall: { method: 'post', path: '/enrolments/:id/recalls' },
} as const;
