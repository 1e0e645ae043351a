export const subscriptionPaths = {
  get: { method: 'get', path: '/lecture-subscription' },
  save: { method: 'post', path: '/lecture-subscription' },
  end: { method: 'post', path: '/lecture-subscription/end' },
} as const;
