import { Navigate, type RouteObject } from 'react-router-dom';
import { createElement } from 'react';

/** Communities and the teams that look after them; the set-up of the centre. */
export const centrePages: RouteObject[] = [
  { path: 'teams', lazy: async () => ({ Component: (await import('./teams-page')).TeamsPage }) },
  { path: 'rooms', lazy: async () => ({ Component: (await import('./rooms-page')).RoomsPage }) },
  {
    path: 'settings',
    lazy: async () => ({ Component: (await import('./settings-frame')).SettingsFrame }),
    children: [
      { index: true, element: createElement(Navigate, { to: '/settings/centre', replace: true }) },
      { path: 'centre', lazy: async () => ({ Component: (await import('./centre-form-page')).CentreFormPage }) },
      { path: 'services', lazy: async () => ({ Component: (await import('./services-page')).ServicesPage }) },
      { path: 'booking', lazy: async () => ({ Component: (await import('./booking-rules-page')).BookingRulesPage }) },
      { path: 'proxies', lazy: async () => ({ Component: (await import('./proxies-page')).ProxiesPage }) },
      { path: 'articles', lazy: async () => ({ Component: (await import('./articles-page')).ArticlesPage }) },
      { path: 'security', lazy: async () => ({ Component: (await import('./security-page')).SecurityPage }) },
      { path: 'packages', lazy: async () => ({ Component: (await import('./packages-page')).PackagesPage }) },
      { path: 'texts', lazy: async () => ({ Component: (await import('./texts-page')).TextsPage }) },
      { path: 'texts/:kind', lazy: async () => ({ Component: (await import('./text-editor-page')).TextEditorPage }) },
    ],
  },
];
