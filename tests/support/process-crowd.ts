import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadOrCreateSecrets } from '@linkang/server/platform/data-dir';
import { systemClock } from '@linkang/server/platform/clock';
import { makeTokens } from '@linkang/server/platform/tokens';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { bodyOf } from './answers';
import { buildSessionBody } from './clinic';
import { Caller, type Answer } from './http';
import { eventually } from './poll';
import type { ProcessPair } from './process-pair';

const GIVE_UP_MS = 90_000;

/** People who use servers in processes of their own, with tokens made from the data folder. */
export interface ProcessCrowd {
  residentOf(i: number): string;
  callerOf(i: number): Caller;
  desk(): Caller;
  /** One try; nothing where the connection was lost. */
  book(i: number, session: Pick<Session, 'id'>, key: string): Promise<Answer<Booking> | undefined>;
  openSession(daysAhead: number, capacity: number): Promise<Session>;
  /**
   * Asks until there is an answer that is one: a lost connection and a 503 say nothing about what was done.
   * @throws Error with the servers' own words for any other fault of theirs
   */
  insist<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>>;
}

/** The servers' own words about what they did not expect; a log is written once a second. */
async function explain({ dataDir }: ProcessPair): Promise<string> {
  await sleep(1500);
  const lines = readFileSync(path.join(dataDir, 'logs', 'server.log'), 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('{"level":50')).join('\n');
}

/** Makes the crowd of two servers; each request goes to the next one. */
export function makeCrowd(pair: ProcessPair): ProcessCrowd {
  const tokens = makeTokens(loadOrCreateSecrets(pair.dataDir).tokenSecret, systemClock);
  const residentOf = (i: number): string => `person-${i}`;
  const callerOf = (i: number): Caller => {
    const actor = { accountId: `a-${i}`, signInId: `s-${i}`, ownResidentId: residentOf(i) };
    return new Caller(pair.next(), tokens.signAccess({ kind: 'resident', ...actor }));
  };
  const desk = (): Caller => {
    const actor = { accountId: 'desk', signInId: 'desk', roles: ['desk' as const], teamIds: [] };
    return new Caller(pair.next(), tokens.signAccess({ kind: 'staff', ...actor }));
  };
  return {
    residentOf,
    callerOf,
    desk,
    book: (i, { id: sessionId }, key) =>
      callerOf(i)
        .post<Booking>('/bookings', { sessionId, residentId: residentOf(i) }, key)
        .catch(() => undefined),
    async openSession(daysAhead, capacity) {
      const day = addDays(dayOf(new Date()), daysAhead);
      return bodyOf(await desk().post<Session>('/sessions', buildSessionBody({ day, capacity })), 201);
    },
    async insist(ask) {
      const deadlineMs = Date.now() + GIVE_UP_MS;
      for (;;) {
        const answer = await ask().catch(() => undefined);
        if (answer && answer.status < 500) return answer;
        if (answer && answer.status !== 503) throw new Error(`answered ${answer.status}\n${await explain(pair)}`);
        if (Date.now() > deadlineMs) throw new Error('no answer for too long');
        await sleep(100);
      }
    },
  };
}

/** The reconciler comes by every half minute; it has a minute, also when its last run was killed. */
export const settled = (pair: ProcessPair): Promise<boolean> =>
  eventually(
    'nothing is left half-done',
    () =>
      pair.withDatabase(async (db) => {
        const open = { $or: [{ status: 'pending' }, { reopen: true }] };
        return (await db.collection('seats').countDocuments(open)) === 0;
      }),
    { withinMs: 60_000, everyMs: 250 },
  );

/** Does jobs in their order, so many at a time. */
export async function atOnce(width: number, jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const left = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = left.shift(); job; job = left.shift()) await job();
  };
  await Promise.all(Array.from({ length: width }, work));
}
