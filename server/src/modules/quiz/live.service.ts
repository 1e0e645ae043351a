import type { LiveContest } from '@linkang/shared/api/quiz.routes';
import { contestName, quizLetters } from '@linkang/shared/domain/quiz-rules';
import { AppError } from '@linkang/shared/errors';
import { LRUCache } from 'lru-cache';
import { communityNames } from '../centre';
import { findResidents } from '../resident';
import { countAnswers, findAnswers, isInTime, type AnswerRow } from './answer.model';
import { findContest, type ContestRow } from './contest.model';
import { findLastRound, type TimedRound } from './round.model';

/** How long this process answers from what it read, in milliseconds: hundreds of phones cost the database a few reads. */
const KEPT_MS = 400;
const CONTESTS = 20;
const FIRST_SHOWN = 5;

interface Snapshot {
  contest: ContestRow;
  round: TimedRound | null;
  answered: number;
  result: NonNullable<LiveContest['round']>['result'];
  /** This process's own steady time of the reading. */
  readMs: number;
}

/** Steady time: what a clock that is set does in between does not matter. */
const steadyMs = (): number => performance.now();

const kept = new LRUCache<string, { readMs: number; reading: Promise<Snapshot> }>({ max: CONTESTS });

/** Reads anew, after something was changed here; other processes do within a moment. */
export const forgetLive = (contestId: string): void => void kept.delete(contestId);

/** People of a list that everybody sees. */
export async function describePeople(
  residentIds: readonly string[],
): Promise<Map<string, { name: string; communityId: string | null; communityName: string | null }>> {
  const people = await findResidents([...new Set(residentIds)]);
  const communities = await communityNames(people.flatMap(({ communityId }) => communityId ?? []));
  return new Map(
    people.map(({ id, name, communityId }) => [
      id,
      {
        name: contestName(name),
        communityId,
        communityName: communityId === null ? null : (communities.get(communityId) ?? null),
      },
    ]),
  );
}

async function resultOf(round: TimedRound, answers: readonly AnswerRow[]): Promise<Snapshot['result']> {
  const counted = answers.filter((answer) => isInTime(answer, round));
  const first = counted.filter(({ right }) => right).slice(0, FIRST_SHOWN);
  const people = await describePeople(first.map(({ residentId }) => residentId));
  const counts = Object.fromEntries(
    quizLetters.map((key) => [key, counted.filter(({ choice }) => choice === key).length]),
  ) as Record<(typeof quizLetters)[number], number>;
  return {
    answer: round.answer,
    explanation: round.explanation,
    counts,
    first: first.map(({ residentId }) => {
      const { name = '*', communityName = null } = people.get(residentId) ?? {};
      return { name, communityName, points: 0 };
    }),
  };
}

const isOver = ({ endedMark, closesAt, now }: TimedRound): boolean => endedMark !== undefined || now >= closesAt;

async function read(contestId: string): Promise<Snapshot> {
  const readMs = steadyMs();
  const contest = await findContest(contestId);
  if (!contest) throw new AppError('NOT_FOUND');
  const round = await findLastRound(contestId);
  const shared = { contest, round, readMs };
  if (!round) return { ...shared, answered: 0, result: null };
  if (!isOver(round)) return { ...shared, answered: await countAnswers(round._id), result: null };
  const result = await resultOf(round, await findAnswers({ contestId, roundId: round._id }));
  return { ...shared, answered: Object.values(result?.counts ?? {}).reduce((sum, count) => sum + count, 0), result };
}

/** What was read just now, by whoever asked first. */
function snapshotOf(contestId: string): Promise<Snapshot> {
  const known = kept.get(contestId);
  const nowMs = steadyMs();
  if (known && nowMs - known.readMs < KEPT_MS) return known.reading;
  const reading = read(contestId);
  kept.set(contestId, { readMs: nowMs, reading });
  // What could not be read is asked for again by the next one.
  reading.catch(() => kept.delete(contestId));
  return reading;
}

function presentRound({ round, answered, result, readMs }: Snapshot): LiveContest['round'] {
  if (!round) return null;
  const passedMs = steadyMs() - readMs;
  const left = (until: Date): number => Math.max(0, Math.ceil(until.getTime() - round.now.getTime() - passedMs));
  const { _id: id, no, seconds, opensAt, closesAt, category, text, options } = round;
  const msToOpen = left(opensAt);
  const over = result !== null || isOver(round);
  const phase = over ? 'over' : msToOpen > 0 ? 'soon' : 'open';
  return {
    ...{ id, no, seconds, phase, answered, result },
    msToOpen: over ? 0 : msToOpen,
    msToClose: over ? 0 : left(closesAt),
    question: phase === 'soon' ? null : { category, text, options },
  };
}

/** What everybody sees of a contest in this moment. @throws NOT_FOUND */
export async function readLive(contestId: string): Promise<LiveContest> {
  const snapshot = await snapshotOf(contestId);
  const { _id: id, name, state, rounds } = snapshot.contest;
  return { id, name, state, rounds, round: presentRound(snapshot) };
}
