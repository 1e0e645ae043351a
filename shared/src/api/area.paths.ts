export const areaPaths = {
  cells: { method: 'get', path: '/cells' },
  createCell: { method: 'post', path: '/cells' },
  updateCell: { method: 'put', path: '/cells/:id' },
} as const;
