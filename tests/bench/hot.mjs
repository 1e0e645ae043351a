// R4: a hot session against the same booking written as a mongoose transaction, repeated by the driver and at once.
import { send, timeAll } from './client.mjs';
import { booking, freshDay, openSessions } from './people.mjs';
import { start, untilStill } from './processes.mjs';
import { report } from './rounds.mjs';

/** So many want a seat at once. The transactions of 500 take minutes; of fewer people fewer collide, and the ratio falls. */
const PEOPLE = Number(process.env.BENCH_R4_PEOPLE ?? 500);
const ROUNDS = Math.min(3, Number(process.env.BENCH_ROUNDS ?? 3));

/** The program with the transaction, and how long everybody's booking takes there. */
async function startBaseline(repeat, mongoUri, people, pid) {
  const { found, stop } = await start(
    'tests/bench/transaction.mjs',
    { BARE_MONGODB_URI: mongoUri(`transaction-${repeat}`), BARE_REPEAT: repeat },
    /"port":(\d+)/,
  );
  const url = `http://127.0.0.1:${found[1]}`;
  const counts = { gaveUp: 0 };
  /** Asks until the booking is made: a transaction that gave up left somebody without an answer. */
  const insist =
    ({ residentId }) =>
    async () => {
      for (;;) {
        const { status } = await send(url, 'POST', '/', { body: { residentId } });
        if (status === 201) return;
        counts.gaveUp += 1;
      }
    };
  const round = async () => {
    await send(url, 'POST', '/open', { body: { capacity: PEOPLE } });
    await untilStill(pid);
    return (await timeAll(people.map(insist))).ms;
  };
  return { repeat, counts, round, stop, took: [] };
}

/** All seats of one session, wanted at once, there and here. */
export async function transactions({ baseUrl, mongoUri, people, pid, token }) {
  const asked = people.slice(0, PEOPLE);
  const baselines = [];
  for (const repeat of ['byDriver', 'atOnce']) baselines.push(await startBaseline(repeat, mongoUri, asked, pid));
  const bookRound = async () => {
    const [sessionId] = await openSessions(baseUrl, token, freshDay(), 1, PEOPLE);
    await untilStill(pid);
    const { ms, answers } = await timeAll(asked.map((person) => booking(baseUrl, person, sessionId)));
    const other = answers.find(({ status }) => status !== 201);
    if (other) throw new Error(`a booking answered ${other.status}`);
    return ms;
  };
  await bookRound();
  const ours = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const baseline of baselines) baseline.took.push(await baseline.round());
    ours.push(await bookRound());
  }
  for (const { repeat, counts, stop, took } of baselines) {
    await stop();
    report({
      name: `R4 a hot session against a mongoose transaction, repeated ${repeat}`,
      goal: '>= 30',
      ours,
      bare: took,
      ratioOf: (ms, bareMs) => bareMs / ms,
      more: { people: PEOPLE, transactionsGivenUp: counts.gaveUp },
    });
  }
}
