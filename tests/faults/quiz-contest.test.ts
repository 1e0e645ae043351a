import { setTimeout as sleep } from 'node:timers/promises';
import { createDemoQuiz } from '@linkang/server/modules/quiz';
import { countStandings } from '@linkang/server/modules/quiz/ranking.service';
import type { LiveContest, QuizContest, QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { quizLetters } from '@linkang/shared/domain/quiz-rules';
import { bodyOf, countOutcomes } from '../support/answers';
import { buildCrowd, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { inTurn, startPeer, type Peer } from '../support/peer';
import { startServer, type TestServer } from '../support/server';

/*
 * A room full of phones on two servers over one database: everybody answers at once, each answer counts once, the order
 * is the database's, and whoever counts the rows anew finds the same ranking.
 */

const CROWD = 300;
const WINDOW_MS = 3000;

interface Row {
  roundId: string;
  residentId: string;
  choice: string;
  right: boolean;
  mark: { toString(): string; compare(other: unknown): number };
}

let first: TestServer;
let second: Peer;
let server: TestServer;
let crowd: Citizen[];
let contest: QuizContest;

beforeAll(async () => {
  first = await startServer({ limits: false });
  second = await startPeer(first);
  server = inTurn(first, second);
  crowd = await buildCrowd(server, CROWD);
  await createDemoQuiz(first.deps, 'doctor-1');
}, 180_000);
beforeEach(async () => {
  contest = bodyOf(await editor().post<QuizContest>('/quiz-contests', { name: '健康知识竞赛' }), 201);
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

const db = () => first.deps.connection.getClient().db(first.deps.connection.name);
const rowsOf = (roundId: string): Promise<Row[]> =>
  db().collection('quizAnswers').find({ roundId }).sort({ mark: 1 }).toArray() as unknown as Promise<Row[]>;
const editor = (): Caller => staffCaller(server, ['editor'], 'editor-1');
const live = async (): Promise<LiveContest> =>
  bodyOf(await new Caller(server.baseUrl).get<LiveContest>(`/quiz-contests/${contest.id}/live`));
const start = async (no: number, seconds: number): Promise<NonNullable<LiveContest['round']>> => {
  const { round } = bodyOf(await editor().post<LiveContest>(`/quiz-contests/${contest.id}/rounds`, { no, seconds }));
  if (!round) throw new Error('no round');
  return round;
};
const answer = (citizen: Citizen, roundId: string, choice: string): Promise<Answer> =>
  citizen.caller.post(`/quiz-rounds/${roundId}/answers`, { choice });
const letterOf = (index: number): string => quizLetters[index % 4] ?? 'A';
/** Waits until the question is shown; the servers say how long that is. */
const untilOpen = async (): Promise<void> => {
  for (let round = (await live()).round; round?.phase === 'soon'; round = (await live()).round)
    await sleep(round.msToOpen + 5);
};

/** The ranking as anybody would count it by hand from the rows. */
function recount(rows: readonly Row[]): Map<string, number> {
  const points = new Map<string, number>();
  const rights = new Map<string, number>();
  for (const { roundId, residentId, right } of rows) {
    const before = rights.get(roundId) ?? 0;
    if (right) rights.set(roundId, before + 1);
    points.set(residentId, (points.get(residentId) ?? 0) + (right ? 10 + Math.max(0, 5 - before) : 0));
  }
  return points;
}

test('three hundred answer within three seconds on two servers: each once, in the order of the database', async () => {
  const round = await start(1, 120);
  expect(round).toMatchObject({ phase: 'soon', question: null, result: null });
  expect(countOutcomes([await answer(crowd[0] as Citizen, round.id, 'A')])).toEqual({ '409 QUIZ_ROUND_CLOSED': 1 });
  await untilOpen();
  const times: { residentId: string; sentMs: number; toldMs: number }[] = [];
  const answers = await Promise.all(
    crowd.map(async (citizen, index) => {
      await sleep((index / CROWD) * WINDOW_MS);
      const sentMs = performance.now();
      const sent = await answer(citizen, round.id, letterOf(index));
      times.push({ residentId: citizen.residentId, sentMs, toldMs: performance.now() });
      // A phone that heard nothing asks again, and somebody changes their mind.
      const again = await answer(citizen, round.id, letterOf(index));
      const other = index % 10 === 0 ? [await answer(citizen, round.id, letterOf(index + 1))] : [];
      return [sent, again, ...other];
    }),
  );
  expect(countOutcomes(answers.flat())).toEqual({ '200': 2 * CROWD, '409 STATE_CONFLICT': CROWD / 10 });
  bodyOf(await editor().post(`/quiz-rounds/${round.id}/end`));
  const late = await Promise.all(
    crowd.slice(0, 20).map((citizen, index) => answer(citizen, round.id, letterOf(index + 1))),
  );
  expect(countOutcomes(late)).toEqual({ '409 QUIZ_ROUND_CLOSED': 20 });

  const rows = await rowsOf(round.id);
  expect(rows).toHaveLength(CROWD);
  expect(new Set(rows.map(({ residentId }) => residentId)).size).toBe(CROWD);
  // Marks are the database's own, no two the same, and late ones are later.
  expect(new Set(rows.map(({ mark }) => mark.toString())).size).toBe(CROWD);
  const placeOf = new Map(rows.map(({ residentId }, place) => [residentId, place]));
  const swapped = times.flatMap((early) =>
    times.filter(
      (later) =>
        early.toldMs < later.sentMs && (placeOf.get(early.residentId) ?? 0) > (placeOf.get(later.residentId) ?? 0),
    ),
  );
  // Whoever was told before another one sent anything stands before them, whichever servers they asked.
  expect(swapped).toEqual([]);
  const told = await answer(crowd[1] as Citizen, round.id, letterOf(1));
  expect(told.status).toBe(200);
}, 120_000);

test('the ranking equals a recount of the rows, and what the phones see equals both', async () => {
  for (const no of [1, 2]) {
    const round = await start(no, 3);
    await untilOpen();
    const answers = await Promise.all(crowd.map((citizen, index) => answer(citizen, round.id, letterOf(index + no))));
    expect(
      Object.keys(countOutcomes(answers)).filter((outcome) => !/^(200|409 QUIZ_ROUND_CLOSED)$/.test(outcome)),
    ).toEqual([]);
    for (let seen = (await live()).round; seen?.phase !== 'over'; seen = (await live()).round)
      await sleep((seen?.msToClose ?? 0) + 20);
    const accepted = answers.filter(({ status }) => status === 200).length;
    const rows = await rowsOf(round.id);
    expect(rows).toHaveLength(accepted);
    const shown = (await live()).round?.result;
    expect(Object.values(shown?.counts ?? {}).reduce((sum, count) => sum + count, 0)).toBe(accepted);
    expect(shown?.counts).toMatchObject(
      Object.fromEntries(quizLetters.map((key) => [key, rows.filter(({ choice }) => choice === key).length])),
    );
  }
  const all = [...(await rowsOf(`${contest.id}:1`)), ...(await rowsOf(`${contest.id}:2`))];
  const counted = recount(all);
  const standings = await countStandings(contest.id);
  expect(new Map(standings.map(({ residentId, points }) => [residentId, points]))).toEqual(counted);
  const best = [...counted.values()].sort((a, b) => b - a).slice(0, 10);
  // What a server kept for a second is over.
  await sleep(1100);
  for (const url of [first.baseUrl, second.baseUrl]) {
    type Ranking = CallReply<QuizRoutes['ranking']>;
    const ranking = bodyOf(await new Caller(url).get<Ranking>(`/quiz-contests/${contest.id}/ranking`));
    expect(ranking.people).toBe(counted.size);
    expect(ranking.best.map(({ points }) => points)).toEqual(best);
    expect(JSON.stringify(ranking)).not.toContain('李秀兰');
    expect(ranking.best[0]?.name).toBe('李*');
  }
}, 120_000);

/** What mongod counts of a collection. */
interface Top {
  queries: { count: number };
  commands: { count: number };
}

test('three hundred phones that ask every second cost the database a few reads', async () => {
  await start(1, 20);
  // Of this database alone: the run's other tests ask the same mongod.
  const reads = async (): Promise<number> => {
    const { totals } = (await db().admin().command({ top: 1 })) as { totals: Record<string, Top> };
    const own = Object.entries(totals).filter(([name]) => name.startsWith(`${db().databaseName}.`));
    return own.reduce((sum, [, { queries, commands }]) => sum + queries.count + commands.count, 0);
  };
  const before = await reads();
  const seen = await Promise.all(crowd.map((citizen) => citizen.caller.get(`/quiz-contests/${contest.id}/live`)));
  expect(countOutcomes(seen)).toEqual({ '200': CROWD });
  expect((await reads()) - before).toBeLessThan(CROWD / 3);
}, 60_000);

test('of staff who start a round at once one does, and of those who end it', async () => {
  const started = await Promise.all(
    Array.from({ length: 10 }, () => editor().post(`/quiz-contests/${contest.id}/rounds`, { no: 1, seconds: 20 })),
  );
  expect(countOutcomes(started)).toEqual({ '200': 1, '409 STATE_CONFLICT': 9 });
  const ended = await Promise.all(Array.from({ length: 10 }, () => editor().post(`/quiz-rounds/${contest.id}:1/end`)));
  expect(countOutcomes(ended)).toEqual({ '200': 1, '409 STATE_CONFLICT': 9 });
  expect(await db().collection('quizRounds').countDocuments({ contestId: contest.id })).toBe(1);
}, 60_000);
