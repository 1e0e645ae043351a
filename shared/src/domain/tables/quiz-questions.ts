import type { QuizTable } from '../education-tables';
import table from '../data/quiz-questions.json';

/** The questions that a centre starts with; a doctor of the centre releases them. */
export const quizQuestions = table as QuizTable;
