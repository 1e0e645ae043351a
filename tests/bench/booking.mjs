// R1, R2: bookings a second against the bare handler with two writes. R3: "full" against a handler without any.
import { randomUUID } from 'node:crypto';
import { send, timeAll } from './client.mjs';
import { booking, freshDay, openSessions } from './people.mjs';
import { startServer, untilStill } from './processes.mjs';
import { interleave, report } from './rounds.mjs';

const WAVES = 3;

const expectAll = (answers, status) => {
  const other = answers.find((answer) => answer.status !== status);
  if (other) throw new Error(`expected ${status}, got ${other.status}: ${JSON.stringify(other.body)}`);
};

async function measureBooking({ baseUrl, bareUrl, people, pid, token }, name, sessions, capacity) {
  const asked = people.slice(1);
  const bareRound = async () => {
    await untilStill(pid);
    return (await timeAll(asked.map(() => () => send(bareUrl, 'POST', '/', { body: {} })))).ms;
  };
  const bookRound = async () => {
    const ids = await openSessions(baseUrl, token, freshDay(), sessions, capacity);
    await untilStill(pid);
    const { ms, answers } = await timeAll(asked.map((person, n) => booking(baseUrl, person, ids[n % sessions])));
    expectAll(answers, 201);
    return ms;
  };
  const { lefts: ours, rights: bare } = await interleave(bookRound, bareRound);
  report({ name, goal: '>= 0.8', ours, bare, ratioOf: (ms, bareMs) => bareMs / ms, more: { people: asked.length } });
}

/** All seats of one session, wanted at once. */
export const hotSession = (stage) => measureBooking(stage, 'R1 bookings of one hot session', 1, 500);

/** The same people spread over a hundred sessions. */
export const spreadSessions = (stage) => measureBooking(stage, 'R2 bookings spread over 100 sessions', 100, 5);

/** Both once more on a server that counts everybody's requests, as in production. */
export async function withLimits(stage) {
  const server = await startServer({ ...stage.sameData(), LIMITS: 'on' });
  const limited = { ...stage, baseUrl: server.baseUrl, pid: server.pid };
  try {
    await measureBooking(limited, 'R1 with limits on', 1, 500);
    await measureBooking(limited, 'R2 with limits on', 100, 5);
  } finally {
    await server.stop();
  }
}

/** People who come too late: the answer "full". */
export async function soldOut({ baseUrl, bareUrl, people, token }) {
  const [winner, ...others] = people;
  const [sessionId] = await openSessions(baseUrl, token, freshDay(), 1, 1);
  expectAll([await booking(baseUrl, winner, sessionId)()], 201);
  const waves = async (requests, status) => {
    let total = 0;
    for (let wave = 0; wave < WAVES; wave += 1) {
      const { ms, answers } = await timeAll(requests);
      expectAll(answers, status);
      total += ms;
    }
    return total;
  };
  const oursRound = () =>
    waves(
      others.map((person) => booking(baseUrl, person, sessionId)),
      409,
    );
  const bareRound = () =>
    waves(
      others.map(({ token: own, residentId }) => () => {
        const body = { sessionId, residentId };
        return send(bareUrl, 'POST', '/body', { token: own, key: randomUUID(), body });
      }),
      200,
    );
  const { lefts: ours, rights: bare } = await interleave(oursRound, bareRound);
  report({
    name: 'R3 sold-out answers',
    goal: '>= 0.4',
    ours,
    bare,
    ratioOf: (ms, bareMs) => bareMs / ms,
    more: { people: others.length, waves: WAVES },
  });
}
