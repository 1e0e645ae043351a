import { setTimeout as sleep } from 'node:timers/promises';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { outcomeOf } from '../support/answers';
import { eventually } from '../support/poll';
import { atOnce, makeCrowd, type ProcessCrowd } from '../support/process-crowd';
import { startPair, type ProcessPair } from '../support/process-pair';
import { startReplicaSet, type ReplicaSet } from '../support/replica-set';
import { acknowledge, judge, scaled, STORM_SCALE, type Told } from '../support/storm';

/* Two server processes on three mongods. */

const STEP_DOWNS = scaled(1, 5);
const STALL_MS = scaled(14_000, 20_000);
const PEOPLE = scaled(300, 3000);
const DAYS = 3;
const SEATS = Math.ceil((PEOPLE * 2) / (3 * DAYS));
const AT_ONCE = 30;
/** This part of the answers may be "come back"; it says something in a long storm, and the rest is who asks just then. */
const MAY_FAIL = 0.02;

let set: ReplicaSet;
let pair: ProcessPair;
let crowd: ProcessCrowd;
let days = 20;

beforeAll(async () => {
  set = await startReplicaSet();
  pair = await startPair({ MONGODB_URI: set.uri });
  crowd = makeCrowd(pair);
}, 180_000);
afterAll(async () => {
  await pair.end();
  await set.stop();
}, 60_000);

interface Course {
  history: Told[];
  answers: number;
  failures: { outcome: string; retryAfter: string | null }[];
  /** So many people have their answer. */
  done: number;
}

/** Everybody wants a seat on every day; who is told to come back does so when told. */
function storm(tag: string, sessions: readonly Session[]): { course: Course; running: Promise<void> } {
  const course: Course = { history: [], answers: 0, failures: [], done: 0 };
  const visit = async (i: number, { id, day }: Session): Promise<void> => {
    const key = `${tag}-${i}-${day}`;
    const body = { sessionId: id, residentId: crowd.residentOf(i) };
    const ask = () => crowd.callerOf(i).post<Booking>('/bookings', body, key);
    for (;;) {
      const answer = await ask().catch(() => undefined);
      course.answers += 1;
      if (answer?.status === 201) {
        course.history.push(acknowledge(key, answer.body, 'booked', ask));
        break;
      }
      if (answer && answer.status < 500) {
        expect(outcomeOf(answer)).toBe('409 BOOKING_SESSION_FULL');
        break;
      }
      const retryAfter = answer?.headers.get('Retry-After') ?? null;
      course.failures.push({ outcome: answer ? outcomeOf(answer) : 'no answer', retryAfter });
      await sleep(Number(retryAfter ?? 1) * 1000);
    }
    course.done += 1;
  };
  const people = Array.from({ length: PEOPLE }, (_, i) => i);
  const jobs = people.flatMap((i) => sessions.map((session) => () => visit(i, session)));
  return { course, running: atOnce(AT_ONCE, jobs) };
}

const openDays = async (): Promise<Session[]> => {
  const sessions: Session[] = [];
  for (let i = 0; i < DAYS; i += 1) sessions.push(await crowd.openSession((days += 1), SEATS));
  return sessions;
};

async function expectAll(name: string, course: Course, more: Record<string, unknown>): Promise<void> {
  const { history, answers, failures } = course;
  expect(history).toHaveLength(SEATS * DAYS);
  expect(failures.filter(({ outcome, retryAfter }) => outcome !== '503 BUSY' || retryAfter === null)).toEqual([]);
  const share = `${((failures.length / answers) * 100).toFixed(2)} %`;
  const counts = { ...more, answers, toldToComeBack: `${failures.length} (${share})` };
  const verdict = await judge(name, set.client.db('linkang'), history, counts);
  expect(verdict.violations).toEqual([]);
}

test('the primary steps down in a storm: nothing is lost, few are told to come back, and those when', async () => {
  const { course, running } = storm('down', await openDays());
  for (let step = 1; step <= STEP_DOWNS; step += 1) {
    const after = (PEOPLE * DAYS * step) / (STEP_DOWNS + 2);
    await eventually('the storm goes on', () => course.done >= after, { withinMs: 300_000, everyMs: 5 });
    await set.stepDown();
  }
  await running;
  await expectAll('T4 the primary steps down', course, { stepDowns: STEP_DOWNS });
  expect(course.failures.length).toBeLessThanOrEqual(Math.max(course.answers * MAY_FAIL, AT_ONCE));
}, 900_000);

test('the primary stands still in a storm: another one takes over, and nothing is told that is not so', async () => {
  const { course, running } = storm('still', await openDays());
  const reached = () => course.done >= (PEOPLE * DAYS) / 4;
  await eventually('the storm goes on', reached, { withinMs: 300_000, everyMs: 5 });
  await set.standStill(STALL_MS);
  await running;
  await expectAll('T5 the primary stands still', course, { stallMs: STALL_MS });
  const rounds = STORM_SCALE >= 10 ? 0 : AT_ONCE * 4;
  expect(course.failures.length).toBeLessThanOrEqual(Math.max(course.answers * MAY_FAIL, rounds));
}, 900_000);
