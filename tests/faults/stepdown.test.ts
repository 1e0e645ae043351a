import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '@linkang/shared/api/session.routes';
import { outcomeOf } from '../support/answers';
import type { Acknowledged } from '../support/invariants';
import { eventually } from '../support/poll';
import { makeCrowd } from '../support/process-crowd';
import { freePort, launchServer, makeDataDir, type ServerProcess } from '../support/process-server';
import { startReplicaSet, type ReplicaSet } from '../support/replica-set';
import { acknowledge, judge, scaled } from '../support/storm';

const STEP_DOWNS = scaled(1, 5);
const PEOPLE = scaled(150, 3000);
const SEATS = Math.ceil(PEOPLE * 0.7);
const DAYS = 3;
const AT_ONCE = 30;

const { dataDir, remove } = makeDataDir();
let set: ReplicaSet;
let server: ServerProcess;

beforeAll(async () => {
  set = await startReplicaSet();
  server = launchServer({ dataDir, port: await freePort(), env: { MONGODB_URI: set.uri } });
  await server.ready();
}, 180_000);
afterAll(async () => {
  server.signal('SIGTERM');
  await server.exited;
  await set.stop();
  remove();
}, 60_000);

test('the primary steps down in a storm: nothing is lost, few are told to come back, and those when', async () => {
  const crowd = makeCrowd(dataDir, server.baseUrl);
  const sessions: Session[] = [];
  for (let i = 1; i <= DAYS; i += 1) sessions.push(await crowd.openSession(20 + i, SEATS));
  const history: Acknowledged[] = [];
  let answers = 0;
  const failures: { outcome: string; retryAfter: string | null }[] = [];
  const visit = async (i: number, session: Session): Promise<void> => {
    const key = `set-${i}-${session.day}`;
    for (;;) {
      const answer = await crowd.book(i, session, key);
      answers += 1;
      if (answer?.status === 201) return void history.push(acknowledge(key, answer.body));
      if (answer && answer.status < 500) return expect(outcomeOf(answer)).toBe('409 BOOKING_SESSION_FULL');
      failures.push({
        outcome: answer ? outcomeOf(answer) : 'no answer',
        retryAfter: answer?.headers.get('Retry-After') ?? null,
      });
      await sleep(200);
    }
  };
  const jobs = sessions.flatMap((session) => Array.from({ length: PEOPLE }, (_, i) => () => visit(i, session)));
  const total = jobs.length;
  const work = async (): Promise<void> => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  const storm = Promise.all(Array.from({ length: AT_ONCE }, work));
  for (let step = 1; step <= STEP_DOWNS; step += 1) {
    const after = (total * step) / (STEP_DOWNS + 2);
    await eventually('the storm goes on', () => total - jobs.length >= after, { withinMs: 300_000, everyMs: 5 });
    await set.stepDown();
  }
  await storm;
  expect(history).toHaveLength(SEATS * DAYS);
  expect(failures.filter(({ outcome, retryAfter }) => outcome !== '503 BUSY' || retryAfter === null)).toEqual([]);
  const more = { stepDowns: STEP_DOWNS, answers, toldToComeBack: failures.length };
  const verdict = await judge('T4 the primary steps down', set.client.db('linkang'), history, more);
  expect(verdict.violations).toEqual([]);
  // Many at once are in flight in a short storm; the share says something in a long one.
  expect(failures.length).toBeLessThanOrEqual(Math.max(answers * 0.02, AT_ONCE * STEP_DOWNS));
}, 900_000);
