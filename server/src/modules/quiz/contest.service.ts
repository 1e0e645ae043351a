import type { LiveContest, QuizContest, QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import { isPresentable, keptCheck } from '../../platform/content-check';
import { asResident, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { findOwnResidentId } from '../resident';
import { deleteAnswer, findAnswer, isInTime, putAnswer } from './answer.model';
import {
  endRow as endContestRow,
  findContest,
  findContests,
  insertContestOnce,
  takeRound,
  type ContestRow,
} from './contest.model';
import { forgetLive, readLive } from './live.service';
import { drawReleased, findQuestions, type QuestionRow } from './question.model';
import { presentContest, shuffleOptions } from './quiz.presenter';
import { endRow, findLastRound, findRound, findRounds, putRound, roundIdOf, type TimedRound } from './round.model';

const LISTED = 50;

/** @throws NOT_FOUND */
export async function loadContest(id: string): Promise<ContestRow> {
  const contest = await findContest(id);
  if (!contest) throw new AppError('NOT_FOUND');
  return contest;
}

/** Opens a contest. */
export async function createContest(
  { name }: Input<QuizRoutes['createContest']>['body'],
  { actor, now, check, idempotency }: IdempotentRequestInfo,
): Promise<QuizContest> {
  const row = await insertContestOnce(idempotency, now, () =>
    Promise.resolve({
      _id: new mongoose.Types.ObjectId().toHexString(),
      ...{ name, day: dayOf(now), state: 'open' as const, rounds: 0 },
      ...{ createdAt: now, createdBy: actor.accountId, rev: 0 },
      ...keptCheck(check),
    }),
  );
  return presentContest(row);
}

/** Every contest, for staff. */
export async function listContests(): Promise<Reply<QuizRoutes['contests']>> {
  return { items: (await findContests(LISTED)).map(presentContest) };
}

/** Contests that are going on, for everybody. */
export async function listOpen(): Promise<Reply<QuizRoutes['openContests']>> {
  return { items: (await findContests(LISTED, 'open')).filter(isPresentable).map(presentContest) };
}

/** Ends a contest, and a round that still runs. @throws NOT_FOUND, STATE_CONFLICT */
export async function endContest(id: string, rev: number): Promise<QuizContest> {
  await loadContest(id);
  const ended = await endContestRow(id, rev);
  if (!ended) throw new AppError('STATE_CONFLICT');
  const last = await findLastRound(id);
  if (last) await endRow(last._id);
  forgetLive(id);
  return presentContest(ended);
}

const isRunning = ({ closesAt, endedMark, now }: TimedRound): boolean => endedMark === undefined && now < closesAt;

/** The question of the next round. @throws STATE_CONFLICT when there is none */
async function chooseQuestion(contestId: string, questionId: string | undefined): Promise<QuestionRow> {
  const asked = (await findRounds(contestId)).map((round) => round.questionId);
  if (questionId !== undefined && asked.includes(questionId))
    throw new AppError('STATE_CONFLICT', { detail: '这道题在这场竞赛里已经出过了，请换一道。' });
  const [found] = questionId === undefined ? await drawReleased(1, asked) : await findQuestions([questionId]);
  if (found?.state !== 'released')
    throw new AppError('STATE_CONFLICT', { detail: '没有可以出的题了。请医生先在题库里审核发布。' });
  return found;
}

/**
 * Shows the next question to everybody at once.
 * @throws NOT_FOUND, STATE_CONFLICT while a round runs, and for a number that is taken
 */
export async function startRound(
  contestId: string,
  { no, seconds, questionId }: Input<QuizRoutes['startRound']>['body'],
): Promise<LiveContest> {
  await loadContest(contestId);
  const last = await findLastRound(contestId);
  if (last && isRunning(last) && last.no !== no) throw new AppError('STATE_CONFLICT', { detail: '上一题还没有结束。' });
  const question = await chooseQuestion(contestId, questionId);
  // A number whose round a killed process did not write is skipped: the next one is asked for by the count.
  if (!(await takeRound(contestId, no)))
    throw new AppError('STATE_CONFLICT', { detail: '这一题刚刚已经开始，或者竞赛已经结束。' });
  const { category, text, answer, explanation } = question;
  const words = { category, text, options: shuffleOptions(question), answer, explanation };
  await putRound({ _id: roundIdOf(contestId, no), contestId, no, questionId: question._id, ...words, seconds });
  forgetLive(contestId);
  return readLive(contestId);
}

/** Ends a round before its time. @throws NOT_FOUND, STATE_CONFLICT when it is over */
export async function endRound(id: string): Promise<LiveContest> {
  const round = await findRound(id);
  if (!round) throw new AppError('NOT_FOUND');
  if (!(await endRow(id))) throw new AppError('STATE_CONFLICT', { detail: '这一题已经结束了。' });
  forgetLive(round.contestId);
  return readLive(round.contestId);
}

/** The caller's own person. @throws RESIDENT_REQUIRED */
async function ownPerson({ actor }: RequestInfo): Promise<string> {
  const { accountId, ownResidentId } = asResident(actor);
  const own = ownResidentId ?? (await findOwnResidentId(accountId));
  if (own === undefined)
    throw new AppError('RESIDENT_REQUIRED', { detail: '请先登记您自己的信息，抢答才能算分、领奖。' });
  return own;
}

/**
 * Answers a round. When it came is decided by the database alone; an answer that turns out to be late is taken away.
 * @throws NOT_FOUND, RESIDENT_REQUIRED, QUIZ_ROUND_CLOSED, STATE_CONFLICT for another answer than the first
 */
export async function answerRound(
  roundId: string,
  { choice }: Input<QuizRoutes['answer']>['body'],
  request: RequestInfo,
): Promise<Reply<QuizRoutes['answer']>> {
  const residentId = await ownPerson(request);
  const round = await findRound(roundId);
  if (!round) throw new AppError('NOT_FOUND');
  if (round.now < round.opensAt || !isRunning(round)) {
    // Of an answer that came in time the reply may have been lost.
    const known = await findAnswer(roundId, residentId);
    if (known?.choice === choice && isInTime(known, round)) return { choice };
    throw new AppError('QUIZ_ROUND_CLOSED');
  }
  const _id = new mongoose.Types.ObjectId().toHexString();
  const { contestId, answer } = round;
  const row = await putAnswer({ _id, contestId, roundId, residentId, choice, right: choice === answer });
  // The end may have come while it was written.
  if (!isInTime(row, (await findRound(roundId)) ?? round)) {
    await deleteAnswer(row._id);
    throw new AppError('QUIZ_ROUND_CLOSED');
  }
  if (row.choice !== choice) throw new AppError('STATE_CONFLICT', { detail: '这一题您已经答过了，以第一次为准。' });
  return { choice };
}
