// `npm run bench`: prints one JSON line a measurement, ratios against a bare program in the same run; nothing is
// asserted, machines differ. BENCH=R3,R5 takes some of them; BENCH_ROUNDS (7), BENCH_SEATS (1000000) and
// BENCH_R4_PEOPLE (500) say the size.
import { articleAlone, articleSearch } from './articles.mjs';
import { hotSession, soldOut, spreadSessions, withLimits } from './booking.mjs';
import { bulkRun } from './bulk.mjs';
import { firstPage, mainPackage } from './bytes.mjs';
import { importRun } from './import.mjs';
import { largeCentre } from './large.mjs';
import { transactions } from './hot.mjs';
import { signInDirector, signUpPeople } from './people.mjs';
import { startPair, stopAll } from './processes.mjs';
import { growth, overhead } from './search.mjs';
import { startToReady } from './start.mjs';
import { suspension } from './suspend.mjs';

const PEOPLE = 501;
const measurements = {
  R1: { needsPeople: true, run: hotSession },
  R2: { needsPeople: true, run: spreadSessions },
  limits: { needsPeople: true, run: withLimits },
  R3: { needsPeople: true, run: soldOut },
  R4: { needsPeople: true, run: transactions },
  R5: { run: growth },
  R6: { run: overhead },
  R7: { run: articleAlone },
  search: { run: articleSearch },
  R10: { run: mainPackage },
  R11: { run: firstPage },
  R12: { run: startToReady },
  R13: { needsPeople: true, run: bulkRun },
  import: { run: importRun },
  large: { run: largeCentre },
  suspend: { needsPeople: true, run: suspension },
};

async function main() {
  const wanted = process.env.BENCH ? process.env.BENCH.split(',') : Object.keys(measurements);
  const unknown = wanted.filter((name) => !measurements[name]);
  if (unknown.length) throw new Error(`no such measurement: ${unknown.join(', ')} (${Object.keys(measurements)})`);
  const stage = await startPair();
  if (wanted.some((name) => measurements[name].needsPeople)) {
    stage.people = await signUpPeople(stage.baseUrl, PEOPLE);
    stage.token = await signInDirector(stage.baseUrl);
  }
  for (const name of wanted) await measurements[name].run(stage);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
