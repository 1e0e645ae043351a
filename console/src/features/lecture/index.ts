import type { RouteObject } from 'react-router-dom';

/** Lectures: list, form, registrations. */
export const lecturePages: RouteObject[] = [
  { path: 'lectures', lazy: async () => ({ Component: (await import('./lecture-list-page')).LectureListPage }) },
  { path: 'lectures/:id', lazy: async () => ({ Component: (await import('./lecture-page')).LecturePage }) },
];
