import type { RouteObject } from 'react-router-dom';

/** The bank of questions, and contests. */
export const quizPages: RouteObject[] = [
  { path: 'quiz-questions', lazy: async () => ({ Component: (await import('./bank-page')).BankPage }) },
  { path: 'quiz-contests', lazy: async () => ({ Component: (await import('./contests-page')).ContestsPage }) },
  { path: 'quiz-contests/:id', lazy: async () => ({ Component: (await import('./contest-page')).ContestPage }) },
];

/** The page for the wall, outside of the frame with the menu. */
export const quizScreens: RouteObject[] = [
  { path: 'quiz-screen/:id', lazy: async () => ({ Component: (await import('./screen-page')).ScreenPage }) },
];
