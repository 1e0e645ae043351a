import { z } from 'zod';
import {
  hasSameOptions,
  MAX_QUIZ_SHEET_BYTES,
  QUIZ_CONTEST_NAME_MAX,
  QUIZ_PAPER_MAX,
  QUIZ_PRIZE_MAX,
  ROUND_SECONDS_MAX,
  ROUND_SECONDS_MIN,
} from '../domain/quiz-rules';
import { id, idParams, instant, list, page, pageQuery, rev, text } from './common';
import {
  bankQuestion,
  letter,
  liveContest,
  paperQuestion,
  person,
  questionParts,
  quizAttempt,
  quizContest,
} from './quiz-schemas';
import { quizPaths } from './quiz.paths';
import { defineRoutes } from './route';

const SHEET_BODY_BYTES = Math.ceil(MAX_QUIZ_SHEET_BYTES / 3) * 4 + 1024;

const twoTheSame = { error: 'REPEATED', path: ['options'] };
const published = ['category', 'text', 'options', 'explanation'];

export const quizRoutes = defineRoutes({
  questions: {
    ...quizPaths.questions,
    summary: 'Questions of the bank, those that wait for a doctor first',
    query: z.object({ ...pageQuery, state: z.enum(['proposed', 'released', 'retired']).optional() }),
    reply: page(bankQuestion).extend({ waiting: z.number().int(), released: z.number().int() }),
  },
  createQuestion: {
    ...quizPaths.createQuestion,
    summary: 'Write a question; it is asked when a doctor has released it',
    idempotent: true,
    status: 201,
    body: z.object(questionParts).refine(({ options }) => !hasSameOptions(options), twoTheSame),
    published,
    reply: bankQuestion,
    errors: ['STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  updateQuestion: {
    ...quizPaths.updateQuestion,
    summary: 'Change a question; a doctor releases it anew',
    params: idParams,
    body: z.object({ rev, ...questionParts }).refine(({ options }) => !hasSameOptions(options), twoTheSame),
    published,
    reply: bankQuestion,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  retireQuestion: {
    ...quizPaths.retireQuestion,
    summary: 'Ask a question no more; papers and contests of the past keep it',
    params: idParams,
    body: z.object({ rev }),
    reply: bankQuestion,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  releaseQuestions: {
    ...quizPaths.releaseQuestions,
    summary: 'Release questions as a doctor has read them; what was changed meanwhile stays as it is',
    body: z.object({
      items: z.array(z.object({ id, rev })).min(1, { error: 'EMPTY' }).max(100, { error: 'TOO_MANY' }),
    }),
    reply: z.object({ released: z.number().int(), skipped: z.number().int() }),
  },
  importQuestions: {
    ...quizPaths.importQuestions,
    summary: 'Take over the questions of a sheet: rows with faults are left out, known ones stay as they are',
    body: z.object({
      file: z
        .base64()
        .min(1, { error: 'EMPTY' })
        .max(Math.ceil(MAX_QUIZ_SHEET_BYTES / 3) * 4, { error: 'TOO_LARGE' }),
    }),
    bodyLimitBytes: SHEET_BODY_BYTES,
    reply: z.object({
      added: z.number().int(),
      known: z.number().int(),
      faults: z.array(z.object({ line: z.number().int(), says: z.string() })),
    }),
  },
  paper: {
    ...quizPaths.paper,
    summary: 'A paper for practice: released questions by chance, the answers in another order each time',
    reply: z.object({
      questions: z.array(paperQuestion),
      passScore: z.number().int(),
      /** For whoever wants to be timed. */
      seconds: z.number().int(),
    }),
  },
  addAttempt: {
    ...quizPaths.addAttempt,
    summary: 'Put down a finished paper of the person; the server counts',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({
      answers: z
        .array(z.object({ questionId: id, choice: letter.nullable() }))
        .min(1, { error: 'EMPTY' })
        .max(QUIZ_PAPER_MAX, { error: 'TOO_MANY' })
        .refine((rows) => new Set(rows.map(({ questionId }) => questionId)).size === rows.length, {
          error: 'REPEATED',
        }),
      seconds: z.number().int().min(0, { error: 'TOO_SMALL' }).max(86_400, { error: 'TOO_LARGE' }).nullable(),
    }),
    reply: quizAttempt,
    errors: ['NOT_FOUND', 'IDEMPOTENCY_MISMATCH'],
  },
  attempts: {
    ...quizPaths.attempts,
    summary: 'The papers that a person finished, the newest first',
    params: idParams,
    reply: list(quizAttempt),
    errors: ['NOT_FOUND'],
  },
  contests: { ...quizPaths.contests, summary: 'Contests, the newest first', reply: list(quizContest) },
  openContests: { ...quizPaths.openContests, summary: 'Contests that are going on', reply: list(quizContest) },
  createContest: {
    ...quizPaths.createContest,
    summary: 'Open a contest',
    idempotent: true,
    status: 201,
    body: z.object({ name: text(QUIZ_CONTEST_NAME_MAX) }),
    published: ['name'],
    reply: quizContest,
    errors: ['IDEMPOTENCY_MISMATCH'],
  },
  endContest: {
    ...quizPaths.endContest,
    summary: 'End a contest; its ranking stays',
    params: idParams,
    body: z.object({ rev }),
    reply: quizContest,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  startRound: {
    ...quizPaths.startRound,
    summary: 'Show the next question to everybody at once; `no` is the number of the round, so that it is shown once',
    params: idParams,
    body: z.object({
      no: z.number().int().min(1, { error: 'TOO_SMALL' }).max(200, { error: 'TOO_LARGE' }),
      seconds: z
        .number()
        .int()
        .min(ROUND_SECONDS_MIN, { error: 'TOO_SMALL' })
        .max(ROUND_SECONDS_MAX, { error: 'TOO_LARGE' }),
      /** One that was not asked in the contest yet by chance unless given. */
      questionId: id.optional(),
    }),
    reply: liveContest,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  endRound: {
    ...quizPaths.endRound,
    summary: 'End a round before its time; what arrived until then counts',
    params: idParams,
    reply: liveContest,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  live: {
    ...quizPaths.live,
    summary: 'What everybody sees in this moment; asked every second by every phone, and kept in the process',
    params: idParams,
    reply: liveContest,
    errors: ['NOT_FOUND'],
  },
  answer: {
    ...quizPaths.answer,
    summary: 'Answer a round, once; the same answer sent again gets the same reply',
    params: idParams,
    body: z.object({ choice: letter }),
    reply: z.object({ choice: letter }),
    errors: ['NOT_FOUND', 'RESIDENT_REQUIRED', 'QUIZ_ROUND_CLOSED', 'STATE_CONFLICT'],
  },
  ranking: {
    ...quizPaths.ranking,
    summary: 'The ranking by community and the best, without full names; with the own place of whoever is signed in',
    params: idParams,
    reply: z.object({
      people: z.number().int(),
      communities: z.array(
        z.object({
          name: z.string(),
          people: z.number().int(),
          points: z.number().int(),
          /** A person's points on average: large communities have no advantage. */
          mean: z.number(),
        }),
      ),
      best: z.array(person.extend({ place: z.number().int() })),
      mine: z
        .object({
          place: z.number().int(),
          points: z.number().int(),
          right: z.number().int(),
          answered: z.number().int(),
        })
        .nullable(),
    }),
    errors: ['NOT_FOUND'],
  },
  standings: {
    ...quizPaths.standings,
    summary: 'The best of a contest for whoever hands out the prizes, names masked',
    params: idParams,
    reply: list(
      person.extend({
        residentId: id,
        place: z.number().int(),
        right: z.number().int(),
        prize: z.string().nullable(),
      }),
    ),
    errors: ['NOT_FOUND'],
  },
  givePrize: {
    ...quizPaths.givePrize,
    summary: 'Write down that a person got a prize, once in a contest',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({ residentId: id, prize: text(QUIZ_PRIZE_MAX) }),
    reply: z.object({ residentId: id, prize: z.string(), at: instant }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
});

export type QuizRoutes = typeof quizRoutes;
export type BankQuestion = z.output<typeof bankQuestion>;
export type PaperQuestion = z.output<typeof paperQuestion>;
export type QuizAttempt = z.output<typeof quizAttempt>;
export type QuizContest = z.output<typeof quizContest>;
export type LiveContest = z.output<typeof liveContest>;
