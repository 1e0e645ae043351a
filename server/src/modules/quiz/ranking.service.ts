import type { QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { rankContest, type ContestStanding } from '@linkang/shared/domain/quiz-rules';
import { AppError } from '@linkang/shared/errors';
import { LRUCache } from 'lru-cache';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findOwnResidentId, findResidents } from '../resident';
import { findAnswers, hasAnswered, isInTime } from './answer.model';
import { loadContest } from './contest.service';
import { describePeople } from './live.service';
import { findPrizes, insertPrizeOnce } from './prize.model';
import { findRounds } from './round.model';

const KEPT_MS = 1000;
const BEST_SHOWN = 10;
const STANDINGS_SHOWN = 30;
const ELSEWHERE = '其他社区';

/** The standings, counted anew from the answers that came in time: there is no result of which they could differ. */
export async function countStandings(contestId: string): Promise<ContestStanding[]> {
  const [rounds, answers] = await Promise.all([findRounds(contestId), findAnswers({ contestId })]);
  const byId = new Map(rounds.map((round) => [round._id, round]));
  return rankContest(
    answers
      .filter((answer) => {
        const round = byId.get(answer.roundId);
        return round !== undefined && isInTime(answer, round);
      })
      .map(({ roundId, residentId, right }) => ({ roundId, residentId, isRight: right })),
  );
}

type Public = Omit<Reply<QuizRoutes['ranking']>, 'mine'>;

interface Table {
  standings: ContestStanding[];
  shown: Public;
}

const kept = new LRUCache<string, Promise<Table>>({ max: 20, ttl: KEPT_MS });

async function readTable(contestId: string): Promise<Table> {
  await loadContest(contestId);
  const standings = await countStandings(contestId);
  const people = await describePeople(standings.map(({ residentId }) => residentId));
  const sums = new Map<string, { people: number; points: number }>();
  for (const { residentId, points } of standings) {
    const name = people.get(residentId)?.communityName ?? ELSEWHERE;
    const sum = sums.get(name) ?? { people: 0, points: 0 };
    sums.set(name, { people: sum.people + 1, points: sum.points + points });
  }
  const communities = [...sums].map(([name, sum]) => ({
    name,
    ...sum,
    mean: Math.round((10 * sum.points) / sum.people) / 10,
  }));
  const best = standings.slice(0, BEST_SHOWN).map(({ residentId, place, points }) => {
    const { name = '*', communityName = null } = people.get(residentId) ?? {};
    return { name, communityName, place, points };
  });
  const inOrder = communities.sort((a, b) => b.mean - a.mean || b.points - a.points);
  return { standings, shown: { people: standings.length, communities: inOrder, best } };
}

/** The table as this process counted it within the last second: after a round every phone asks at once. */
function tableOf(contestId: string): Promise<Table> {
  const known = kept.get(contestId);
  if (known) return known;
  const reading = readTable(contestId);
  kept.set(contestId, reading);
  reading.catch(() => kept.delete(contestId));
  return reading;
}

/** The ranking for everybody, with the own place of whoever is signed in. @throws NOT_FOUND */
export async function readRanking(contestId: string, { actor }: RequestInfo): Promise<Reply<QuizRoutes['ranking']>> {
  const { standings, shown } = await tableOf(contestId);
  const ownId =
    actor.kind === 'resident' ? (actor.ownResidentId ?? (await findOwnResidentId(actor.accountId))) : undefined;
  const own = standings.find(({ residentId }) => residentId === ownId);
  if (!own) return { ...shown, mine: null };
  const { place, points, right, answered } = own;
  return { ...shown, mine: { place, points, right, answered } };
}

type StaffRequest = RequestInfo<StaffActor>;

/** The best, for whoever hands out the prizes. @throws NOT_FOUND */
export async function listStandings(contestId: string, request: StaffRequest): Promise<Reply<QuizRoutes['standings']>> {
  await loadContest(contestId);
  const standings = (await countStandings(contestId)).slice(0, STANDINGS_SHOWN);
  const residentIds = standings.map(({ residentId }) => residentId);
  await recordAccess(request, 'quiz.standings', residentIds);
  const [people, prizes] = await Promise.all([describePeople(residentIds), findPrizes(contestId)]);
  return {
    items: standings.map(({ residentId, place, points, right }) => {
      const { name = '*', communityName = null } = people.get(residentId) ?? {};
      const prize = prizes.find((row) => row.residentId === residentId)?.prize ?? null;
      return { residentId, name, communityName, place, points, right, prize };
    }),
  };
}

/** Writes down that somebody got a prize. @throws NOT_FOUND for who took no part, STATE_CONFLICT for a second one */
export async function givePrize(
  contestId: string,
  { residentId, prize }: Input<QuizRoutes['givePrize']>['body'],
  request: IdempotentRequestInfo,
): Promise<Reply<QuizRoutes['givePrize']>> {
  await loadContest(contestId);
  request.trace.residentIds.add(residentId);
  const [person] = await findResidents([residentId]);
  if (!person || !(await hasAnswered(contestId, residentId))) throw new AppError('NOT_FOUND');
  await recordAccess({ ...request, actor: asStaff(request.actor) }, 'quiz.givePrize', [residentId]);
  const row = await insertPrizeOnce(
    request.idempotency,
    request.now,
    () =>
      Promise.resolve({
        _id: new mongoose.Types.ObjectId().toHexString(),
        ...{ contestId, residentId, prize, at: request.now, by: request.actor.accountId },
        once: `${contestId}:${residentId}`,
      }),
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '这位居民在这场竞赛里已经领过奖，一人只领一次。' });
    },
  );
  return { residentId, prize: row.prize, at: row.at.toISOString() };
}
