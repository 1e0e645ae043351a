import type { RouteObject } from 'react-router-dom';

/** The ledgers of health education, and what of the yearly minimums is done. */
export const educationPages: RouteObject[] = [
  {
    path: 'education',
    lazy: async () => ({ Component: (await import('./education-frame')).EducationFrame }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./year-page')).YearPage }) },
      { path: 'boards', lazy: async () => ({ Component: (await import('./boards-page')).BoardsPage }) },
      { path: 'figures', lazy: async () => ({ Component: (await import('./figures-page')).FiguresPage }) },
      { path: 'materials', lazy: async () => ({ Component: (await import('./materials-page')).MaterialsPage }) },
    ],
  },
  { path: 'education/boards/:id', lazy: async () => ({ Component: (await import('./board-page')).BoardPage }) },
  {
    path: 'education/materials/:id',
    lazy: async () => ({ Component: (await import('./material-page')).MaterialPage }),
  },
];
