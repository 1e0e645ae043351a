import { setTimeout as sleep } from 'node:timers/promises';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf } from '../support/answers';
import { atOnce, makeCrowd, settled, type ProcessCrowd } from '../support/process-crowd';
import { compareThirds, lookAt, type Holding } from '../support/process-memory';
import { startPair, type ProcessPair } from '../support/process-pair';
import { acknowledge, judge, type Told } from '../support/storm';

/* Two server processes under half of the load that they can bear, for `SOAK_SECONDS`; `npm run soak` takes 1800. */

const SOAK_MS = Number(process.env.SOAK_SECONDS ?? 30) * 1000;
const TRY_OUT_MS = 6000;
const AT_ONCE = 20;
const PEOPLE = 2000;
const LOOK_EVERY_MS = 250;
/** Memory of the last third against the middle third; in half a minute the programs are still getting warm. */
const MAY_GROW = SOAK_MS >= 600_000 ? 1.1 : 1.3;
/** Sockets that come and go with the moment, one to the server and one to the database for each; a leak leaves one a visit. */
const HANDLES_TO_AND_FRO = AT_ONCE * 2;

let pair: ProcessPair;
let crowd: ProcessCrowd;
let sessions: Session[];
let visits = 0;
const history: Told[] = [];

beforeAll(async () => {
  pair = await startPair();
  crowd = makeCrowd(pair);
  sessions = [];
  for (let i = 0; i < 5; i += 1) sessions.push(await crowd.openSession(20 + i, 200));
}, 180_000);
afterAll(() => pair.end(), 60_000);

/** Somebody looks for a session, books, looks at the booking and gives it back. */
async function visit(): Promise<void> {
  const n = (visits += 1);
  const i = n % PEOPLE;
  const { id, day } = sessions[n % sessions.length] as Session;
  bodyOf(await crowd.callerOf(i).get(`/sessions?serviceCode=gp&fromDay=${day}&toDay=${day}`));
  const answer = await crowd.book(i, { id }, `soak-${n}`);
  const booking = bodyOf(answer ?? { status: 0, body: {} as Booking }, 201);
  const told = acknowledge(`soak-${n}`, booking);
  history.push(told);
  bodyOf(await crowd.callerOf(i).get(`/bookings/${booking.id}`));
  bodyOf(await crowd.callerOf(i).post(`/bookings/${booking.id}/cancel`));
  told.status = 'cancelled';
}

/** How many visits a second they bear. */
async function tryOut(): Promise<number> {
  const endMs = Date.now() + TRY_OUT_MS;
  const before = visits;
  const keepOn = async (): Promise<void> => {
    while (Date.now() < endMs) await visit();
  };
  await atOnce(
    AT_ONCE,
    Array.from({ length: AT_ONCE }, () => keepOn),
  );
  return ((visits - before) * 1000) / TRY_OUT_MS;
}

/** Visits at a pace; a machine that falls behind is not pushed any further. @returns what both held meanwhile */
async function soak(perSecond: number): Promise<Holding[][]> {
  const startedMs = Date.now();
  const before = visits;
  const looks: Holding[][] = [[], []];
  const pace = async (): Promise<void> => {
    while (Date.now() - startedMs < SOAK_MS) {
      const due = before + ((Date.now() - startedMs) / 1000) * perSecond;
      if (visits < due) await visit();
      else await sleep(5);
    }
  };
  const watch = async (): Promise<void> => {
    while (Date.now() - startedMs < SOAK_MS) {
      for (const [i, { pid }] of pair.servers.entries()) looks[i]?.push(lookAt(pid));
      await sleep(LOOK_EVERY_MS);
    }
  };
  await Promise.all([watch(), ...Array.from({ length: AT_ONCE }, pace)]);
  return looks;
}

test(
  'under half load memory and handles stay as they are',
  async () => {
    const perSecond = (await tryOut()) / 2;
    expect(perSecond).toBeGreaterThan(1);
    const looks = await soak(perSecond);
    const thirds = looks.map(compareThirds);
    const show = (pick: (look: Omit<Holding, 'atMs'>) => number): string =>
      thirds.map(({ middle, last }) => `${pick(middle).toFixed(0)}→${pick(last).toFixed(0)}`).join(' and ');
    await settled(pair);
    const more = {
      seconds: SOAK_MS / 1000,
      visitsASecond: perSecond.toFixed(0),
      rssMb: show(({ rssMb }) => rssMb),
      handles: show(({ handles }) => handles),
    };
    const verdict = await pair.withDatabase((db) => judge('T45 soak at half load', db, history, more));
    expect(verdict.violations).toEqual([]);
    for (const { middle, last } of thirds) {
      expect(last.rssMb).toBeLessThanOrEqual(middle.rssMb * MAY_GROW);
      expect(last.handles).toBeLessThanOrEqual(middle.handles + HANDLES_TO_AND_FRO);
    }
  },
  SOAK_MS + 300_000,
);
