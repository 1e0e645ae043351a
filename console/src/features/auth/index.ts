import type { RouteObject } from 'react-router-dom';

/** The page in front of all others. */
export const authPages: RouteObject[] = [
  { path: 'sign-in', lazy: async () => ({ Component: (await import('./sign-in-page')).SignInPage }) },
];
