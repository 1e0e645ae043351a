import type { BankQuestion, QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { questionKey, type WrittenQuestion } from '@linkang/shared/domain/quiz-rules';
import { quizQuestions } from '@linkang/shared/domain/tables/quiz-questions';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import { keptCheck } from '../../platform/content-check';
import { fieldFault } from '../../platform/http/problems';
import { asSignedIn, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { staffNames } from '../staff';
import {
  countState,
  findQuestions,
  insertNew,
  insertQuestionOnce,
  listRows,
  releaseRow,
  retire,
  rewrite,
  type QuestionCursor,
  type QuestionRow,
} from './question.model';
import { presentQuestion } from './quiz.presenter';

const presentAll = async (rows: readonly QuestionRow[]): Promise<BankQuestion[]> => {
  const staff = await staffNames([...new Set(rows.flatMap(({ releasedBy }) => releasedBy ?? []))]);
  return rows.map((row) => presentQuestion(row, staff));
};

const presentOne = async (row: QuestionRow): Promise<BankQuestion> => (await presentAll([row]))[0] as BankQuestion;

/** A question as it comes into the bank. */
export const newQuestion = (
  { category, text, options, answer, explanation }: WrittenQuestion,
  about: Pick<QuestionRow, '_id' | 'writtenAt'> & Partial<Pick<QuestionRow, 'writtenBy'>>,
): QuestionRow => ({
  ...about,
  ...{ category, text, options: { ...options }, answer, explanation, key: questionKey(text) },
  state: 'proposed',
  rev: 0,
});

/** Puts the national questions that are not there yet into the bank, where they wait for a doctor. */
export async function putNational(now: Date): Promise<void> {
  const national = quizQuestions.questions;
  const known = new Set((await findQuestions(national.map(({ code }) => code))).map(({ _id }) => _id));
  const missing = national.filter(({ code }) => !known.has(code));
  await insertNew(missing.map((question) => newQuestion(question, { _id: question.code, writtenAt: now })));
}

function readCursor(cursor: string | undefined): QuestionCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, state, id] = /^(proposed|released|retired)\|([A-Za-z0-9]{1,64})$/.exec(cursor) ?? [];
  if (state === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { state, id };
}

/** The bank, those that wait first; it begins with the national questions. @throws VALIDATION_FAILED */
export async function listQuestions(
  { cursor, limit, state }: Input<QuizRoutes['questions']>['query'],
  now: Date,
): Promise<Reply<QuizRoutes['questions']>> {
  const after = readCursor(cursor);
  await putNational(now);
  const [found, waiting, released] = await Promise.all([
    listRows(state, after, limit + 1),
    countState('proposed'),
    countState('released'),
  ]);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    items: await presentAll(rows),
    nextCursor: last && found.length > limit ? `${last.state}|${last._id}` : null,
    waiting,
    released,
  };
}

const refuseKnown = (): never => {
  throw new AppError('STATE_CONFLICT', { detail: '题库里已经有这道题了，请换一道。' });
};

/** Writes a question. @throws STATE_CONFLICT for one that is there */
export async function createQuestion(
  body: WrittenQuestion,
  { idempotency, now, actor, check }: IdempotentRequestInfo,
): Promise<BankQuestion> {
  const row = await insertQuestionOnce(
    idempotency,
    now,
    () => {
      const _id = new mongoose.Types.ObjectId().toHexString();
      const made = newQuestion(body, { _id, writtenAt: now, writtenBy: actor.accountId });
      return Promise.resolve({ ...made, ...keptCheck(check) });
    },
    refuseKnown,
  );
  return presentOne(row);
}

async function assertThere(id: string): Promise<void> {
  const [row] = await findQuestions([id]);
  if (!row) throw new AppError('NOT_FOUND');
}

/** Changes a question. @throws NOT_FOUND, STATE_CONFLICT */
export async function updateQuestion(
  id: string,
  { rev, ...question }: Input<QuizRoutes['updateQuestion']>['body'],
  { actor, now, check }: RequestInfo,
): Promise<BankQuestion> {
  await assertThere(id);
  const written = { writtenBy: asSignedIn(actor).accountId, writtenAt: now };
  const row = await rewrite(id, rev, { ...question, ...written, ...keptCheck(check) });
  if (row === 'known') return refuseKnown();
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOne(row);
}

/** Asks a question no more. @throws NOT_FOUND, STATE_CONFLICT */
export async function retireQuestion(id: string, rev: number): Promise<BankQuestion> {
  await assertThere(id);
  const row = await retire(id, rev);
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOne(row);
}

/** Releases what a doctor has read; each by itself, so that one that was changed stops none of the others. */
export async function releaseQuestions(
  { items }: Input<QuizRoutes['releaseQuestions']>['body'],
  { actor, now }: RequestInfo,
): Promise<Reply<QuizRoutes['releaseQuestions']>> {
  const release = { releasedBy: asSignedIn(actor).accountId, releasedAt: now };
  const rows = await Promise.all(items.map(({ id, rev }) => releaseRow(id, rev, release)));
  const released = rows.filter((row) => row !== null).length;
  return { released, skipped: items.length - released };
}
