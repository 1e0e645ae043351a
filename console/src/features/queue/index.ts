import type { RouteObject } from 'react-router-dom';

/** Pages that fill the whole screen, outside of the frame with the menu. */
export const screenPages: RouteObject[] = [
  { path: 'screen', lazy: async () => ({ Component: (await import('./screen-page')).ScreenPage }) },
  { path: 'entrance', lazy: async () => ({ Component: (await import('./entrance-page')).EntrancePage }) },
];

/** Pages inside the frame. */
export const queuePages: RouteObject[] = [
  { path: 'day-sheets', lazy: async () => ({ Component: (await import('./sheet-page')).SheetPage }) },
];
