import type { BankQuestion, PaperQuestion, QuizAttempt, QuizContest } from '@linkang/shared/api/quiz.routes';
import { quizLetters, shuffled } from '@linkang/shared/domain/quiz-rules';
import { presentCheck } from '../../platform/content-check';
import type { AttemptRow } from './attempt.model';
import type { ContestRow } from './contest.model';
import type { QuestionRow } from './question.model';

/** A question for those who look after the bank. */
export const presentQuestion = (row: QuestionRow, staff: ReadonlyMap<string, string>): BankQuestion => ({
  id: row._id,
  category: row.category,
  text: row.text,
  options: row.options,
  answer: row.answer,
  explanation: row.explanation,
  state: row.state,
  releasedBy: row.releasedBy === undefined ? null : (staff.get(row.releasedBy) ?? ''),
  releasedAt: row.releasedAt?.toISOString() ?? null,
  ...presentCheck(row),
  rev: row.rev,
});

/** The answers of a question in another order, each with its letter. */
export const shuffleOptions = ({ options }: Pick<QuestionRow, 'options'>): PaperQuestion['options'] =>
  shuffled(quizLetters.map((key) => ({ key, text: options[key] })));

/** A question of a paper. */
export const presentPaperQuestion = (row: QuestionRow): PaperQuestion => ({
  id: row._id,
  category: row.category,
  text: row.text,
  options: shuffleOptions(row),
  answer: row.answer,
  explanation: row.explanation,
});

/** A finished paper. */
export const presentAttempt = (row: AttemptRow): QuizAttempt => ({
  id: row._id,
  day: row.day,
  at: row.at.toISOString(),
  score: row.score,
  passed: row.passed,
  right: row.right,
  total: row.total,
  seconds: row.seconds ?? null,
});

/** A contest. */
export const presentContest = (row: ContestRow): QuizContest => ({
  id: row._id,
  name: row.name,
  day: row.day,
  state: row.state,
  rounds: row.rounds,
  rev: row.rev,
});
