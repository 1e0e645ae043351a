import type { QuizRoutes } from '@linkang/shared/api/quiz.routes';
import { asStaff, type Handlers } from '../../platform/module';
import { addAttempt, drawPaper, listAttempts } from './attempt.service';
import {
  answerRound,
  createContest,
  endContest,
  endRound,
  listContests,
  listOpen,
  startRound,
} from './contest.service';
import { readLive } from './live.service';
import { importQuestions } from './question.import';
import { createQuestion, listQuestions, releaseQuestions, retireQuestion, updateQuestion } from './question.service';
import { givePrize, listStandings, readRanking } from './ranking.service';

/** Handlers of the routes of the quiz. */
export const buildQuizHandlers = (): Handlers<QuizRoutes> => ({
  questions: ({ query }, request) => listQuestions(query, request.now),
  createQuestion: ({ body }, request) => createQuestion(body, request),
  updateQuestion: ({ params, body }, request) => updateQuestion(params.id, body, request),
  retireQuestion: ({ params, body }) => retireQuestion(params.id, body.rev),
  releaseQuestions: ({ body }, request) => releaseQuestions(body, request),
  importQuestions: ({ body }, request) => importQuestions(body.file, request),
  paper: () => drawPaper(),
  addAttempt: ({ params, body }, request) => addAttempt(params.id, body, request),
  attempts: ({ params }, request) => listAttempts(params.id, request),
  contests: () => listContests(),
  openContests: () => listOpen(),
  createContest: ({ body }, request) => createContest(body, request),
  endContest: ({ params, body }) => endContest(params.id, body.rev),
  startRound: ({ params, body }) => startRound(params.id, body),
  endRound: ({ params }) => endRound(params.id),
  live: ({ params }) => readLive(params.id),
  answer: ({ params, body }, request) => answerRound(params.id, body, request),
  ranking: ({ params }, request) => readRanking(params.id, request),
  standings: ({ params }, request) => listStandings(params.id, { ...request, actor: asStaff(request.actor) }),
  givePrize: ({ params, body }, request) => givePrize(params.id, body, request),
});
