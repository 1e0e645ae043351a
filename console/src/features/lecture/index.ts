import type { RouteObject } from 'react-router-dom';

/** The code on the wall, outside of the frame with the menu. */
export const lectureScreens: RouteObject[] = [
  { path: 'lectures/:id/code', lazy: async () => ({ Component: (await import('./code-page')).CodePage }) },
];

/** Lectures and other activities: list, form, registrations, the day, the record, the year. */
export const lecturePages: RouteObject[] = [
  { path: 'lectures', lazy: async () => ({ Component: (await import('./lecture-list-page')).LectureListPage }) },
  { path: 'lectures/:id', lazy: async () => ({ Component: (await import('./lecture-page')).LecturePage }) },
  {
    path: 'lectures/:id/attendance',
    lazy: async () => ({ Component: (await import('./attendance-page')).AttendancePage }),
  },
  { path: 'lectures/:id/record', lazy: async () => ({ Component: (await import('./record-page')).RecordPage }) },
  { path: 'health-days', lazy: async () => ({ Component: (await import('./health-days-page')).HealthDaysPage }) },
];
