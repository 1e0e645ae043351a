import type { Module } from '../../platform/module';
import { quizData, quizMerging, quizStore } from './quiz.personal';
import { buildQuizHandlers } from './quiz.router';

export { createDemoQuiz } from './quiz.demo';

/** Questions about health: for practice, and in contests where everybody answers at once. */
export const quizModule: Module = {
  feature: 'quiz',
  handlers: buildQuizHandlers,
  personalData: quizData,
  personalStores: [quizStore],
  merging: quizMerging,
};
