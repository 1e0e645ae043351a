import type { QuizAttempt, QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { QUIZ_SECONDS_A_QUESTION, quizScore, shuffled } from '@linkang/shared/domain/quiz-rules';
import { quizQuestions } from '@linkang/shared/domain/tables/quiz-questions';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { assertActsFor } from '../resident';
import { findAttemptsOf, insertAttemptOnce } from './attempt.model';
import { drawReleased, findQuestions } from './question.model';
import { presentAttempt, presentPaperQuestion } from './quiz.presenter';

const { passScore, perPaper } = quizQuestions.rules;
const SHOWN = 50;

/** A paper by chance. */
export async function drawPaper(): Promise<Reply<QuizRoutes['paper']>> {
  const rows = shuffled(await drawReleased(perPaper));
  return {
    questions: rows.map(presentPaperQuestion),
    passScore,
    seconds: QUIZ_SECONDS_A_QUESTION * rows.length,
  };
}

type Asked = Input<QuizRoutes['addAttempt']>['body'];

/** What was right, by the bank and not by the phone. @throws VALIDATION_FAILED for questions that there never were */
async function judge(answers: Asked['answers']) {
  const rows = new Map((await findQuestions(answers.map(({ questionId }) => questionId))).map((row) => [row._id, row]));
  return answers.map(({ questionId, choice }, index) => {
    const row = rows.get(questionId);
    if (!row)
      throw new AppError('VALIDATION_FAILED', { fields: [fieldFault(`body.answers.${index}.questionId`, 'UNKNOWN')] });
    return { questionId, choice, right: choice === row.answer };
  });
}

/** Puts down a finished paper of the person. @throws NOT_FOUND, VALIDATION_FAILED */
export async function addAttempt(
  residentId: string,
  body: Asked,
  request: IdempotentRequestInfo,
): Promise<QuizAttempt> {
  await assertActsFor(request.actor, residentId);
  const row = await insertAttemptOnce(request.idempotency, request.now, async () => {
    const answers = await judge(body.answers);
    const right = answers.filter((answer) => answer.right).length;
    const score = quizScore(right, answers.length);
    return {
      _id: new mongoose.Types.ObjectId().toHexString(),
      residentId,
      day: dayOf(request.now),
      at: request.now,
      answers,
      right,
      total: answers.length,
      score,
      passed: score >= passScore,
      ...(body.seconds === null ? {} : { seconds: body.seconds }),
    };
  });
  return presentAttempt(row);
}

/** The papers of the person. @throws NOT_FOUND */
export async function listAttempts(residentId: string, { actor }: RequestInfo): Promise<Reply<QuizRoutes['attempts']>> {
  await assertActsFor(actor, residentId);
  return { items: (await findAttemptsOf(residentId, SHOWN)).map(presentAttempt) };
}
