import type { RouteObject } from 'react-router-dom';

/** Doctors as residents get to know them. */
export const doctorPages: RouteObject[] = [
  { path: 'doctors', lazy: async () => ({ Component: (await import('./doctors-page')).DoctorsPage }) },
  { path: 'my-profile', lazy: async () => ({ Component: (await import('./my-profile-page')).MyProfilePage }) },
];
