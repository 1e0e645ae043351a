import type { RouteObject } from 'react-router-dom';

/** Health articles; the editor is loaded only with its own page. */
export const articlePages: RouteObject[] = [
  { path: 'articles', lazy: async () => ({ Component: (await import('./article-list-page')).ArticleListPage }) },
  {
    path: 'articles/:id',
    lazy: async () => ({ Component: (await import('./article-editor-page')).ArticleEditorPage }),
  },
  {
    path: 'articles/:id/versions',
    lazy: async () => ({ Component: (await import('./versions-page')).VersionsPage }),
  },
  {
    path: 'article-reviews',
    lazy: async () => ({ Component: (await import('./review-list-page')).ReviewListPage }),
  },
  {
    path: 'article-reviews/:id',
    lazy: async () => ({ Component: (await import('./review-page')).ReviewPage }),
  },
];
