export const prescriptionPaths = {
  library: { method: 'get', path: '/health-prescriptions' },
  texts: { method: 'get', path: '/health-prescription-texts' },
  versions: { method: 'get', path: '/health-prescription-texts/:id/versions' },
  propose: { method: 'post', path: '/health-prescription-texts/:id/versions' },
  release: { method: 'post', path: '/health-prescription-texts/:id/release' },
  give: { method: 'post', path: '/residents/:id/health-prescriptions' },
  ofResident: { method: 'get', path: '/residents/:id/health-prescriptions' },
  get: { method: 'get', path: '/given-health-prescriptions/:id' },
  withdraw: { method: 'post', path: '/given-health-prescriptions/:id/withdrawal' },
  figures: { method: 'get', path: '/health-prescription-figures' },
} as const;
