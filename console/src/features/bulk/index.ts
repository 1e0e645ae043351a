import type { RouteObject } from 'react-router-dom';

/** Booking for the people of a building at once, with the paper that they get. */
export const bulkPages: RouteObject[] = [
  { path: 'building-days', lazy: async () => ({ Component: (await import('./bulk-page')).BulkPage }) },
  { path: 'building-days/:id', lazy: async () => ({ Component: (await import('./run-page')).RunPage }) },
  { path: 'building-days/:id/slips', lazy: async () => ({ Component: (await import('./slips-page')).SlipsPage }) },
  {
    path: 'building-days/:id/cards',
    lazy: async () => ({ Component: (await import('./run-cards-page')).RunCardsPage }),
  },
];
