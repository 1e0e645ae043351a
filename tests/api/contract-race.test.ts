import { contractModule } from '@linkang/server/modules/contract';
import type { Contract } from '@linkang/shared/api/contract.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildCitizen, type Citizen } from '../support/clinic';
import { approve, buildTeam, renew, sign, signed, teamStaff, transfer } from '../support/contracts';
import type { Answer } from '../support/http';
import { startServer, type TestServer } from '../support/server';

/*
 * Everybody does everything to the contracts of the same people at once, while somebody counts in the database, at each
 * instant, how many run.
 */
jest.setTimeout(300_000);

interface Row {
  _id: string;
  residentId: string;
  status: string;
  previousId?: string;
  nextId?: string;
  slots?: string[];
}

const AT_ONCE = 200;
const ROUNDS = 3;

let server: TestServer;
let teamIds: string[];

beforeAll(async () => {
  server = await startServer({ limits: false });
  teamIds = [];
  for (const name of ['青禾团队', '桂花团队', '银杏团队']) teamIds.push((await buildTeam({ name }))._id);
});
afterAll(() => server.stop());

const director = () => teamStaff(server, ['director'], [], 'director-1');
const rowsOf = () => server.deps.connection.collection<Row>('contracts');
const team = (index: number): string => teamIds[index % teamIds.length] ?? '';

/** Lets people who have a contract reach the days in which it is renewed. */
async function nearTheEnd(people: readonly Citizen[]): Promise<void> {
  server.clock.set('2026-06-04T04:00:00.000Z');
  for (const person of people) bodyOf(await approve(director(), (await signed(person, team(0))).id));
  // A minute before midnight, so that tokens outlive the change of day.
  server.clock.set('2027-05-20T15:59:00.000Z');
}

/** What one of many does: their contract is whatever the database says at this moment. */
type Deed = (person: Citizen, index: number) => Promise<Answer<unknown> | undefined>;

const inState = (person: Citizen, status: string): Promise<Row | null> =>
  rowsOf().findOne({ residentId: person.residentId, status });

const signing: Deed = (person, index) => sign(person, team(index));
const renewing: Deed = async (person) => {
  const row = await inState(person, 'active');
  return row ? renew(person.caller, row._id) : undefined;
};
const transferring: Deed = async (person, index) => {
  const row = await inState(person, 'active');
  return row ? transfer(person.caller, row._id, team(index)) : undefined;
};
const approving: Deed = async (person, index) => {
  const row = await inState(person, 'pendingReview');
  return row ? approve(director(), row._id, index % 3 === 0 ? '2027-05-21' : undefined) : undefined;
};
const ending: Deed = async (person, index) => {
  // Seldom, or nothing would be left to be changed.
  const row = index % 25 === 0 ? await inState(person, 'active') : null;
  return row ? director().post(`/contracts/${row._id}/end`, { code: 'wish', reason: '本人要求' }) : undefined;
};
const withdrawing: Deed = async (person) => {
  const row = (await inState(person, 'pendingReview')) ?? (await inState(person, 'scheduled'));
  return row ? person.caller.post(`/contracts/${row._id}/withdraw`) : undefined;
};

const runJob = async (): Promise<void> =>
  void (await contractModule
    .jobs?.(server.deps)
    .find(({ name }) => name === 'expireContracts')
    ?.run());

/** What was counted: how often, and the least and the most contracts that ran for one person at an instant. */
interface Counted {
  samples: number;
  least: number;
  most: number;
}

/** Counts at one instant after another until told to stop. */
function watch(people: readonly Citizen[]): () => Promise<Counted> {
  const counted: Counted = { samples: 0, least: Infinity, most: 0 };
  let isOn = true;
  const work = (async () => {
    while (isOn) {
      const rows = await rowsOf()
        // One instant for all rows: a plain reading may see one row before a change and the next one after it.
        .find(
          { residentId: { $in: people.map((person) => person.residentId) } },
          { readConcern: { level: 'snapshot' } },
        )
        .toArray();
      for (const person of people) {
        const count = rows.filter((row) => row.residentId === person.residentId && row.status === 'active').length;
        counted.least = Math.min(counted.least, count);
        counted.most = Math.max(counted.most, count);
      }
      counted.samples += 1;
    }
  })();
  return async () => {
    isOn = false;
    await work;
    return counted;
  };
}

/** Lets 200 go at once, each with one deed after another, and the clock strike midnight in between. */
async function storm(people: readonly Citizen[], deeds: readonly Deed[]): Promise<Answer<unknown>[]> {
  const jobs = Array.from({ length: AT_ONCE }, async (_, index) => {
    const person = people[index % people.length] as Citizen;
    const answers: (Answer<unknown> | undefined)[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const deed = deeds[(Math.floor(index / people.length) + round) % deeds.length] as Deed;
      answers.push(await deed(person, index + round));
    }
    return answers;
  });
  const timers = (async () => {
    server.clock.set('2027-05-20T16:01:00.000Z');
    for (let times = 0; times < 5; times += 1) await runJob();
  })();
  const answers = (await Promise.all(jobs)).flat();
  await timers;
  await runJob();
  return answers.filter((answer) => answer !== undefined);
}

const allowed =
  /^(20[01]|400 VALIDATION_FAILED|409 (STATE_CONFLICT|CONTRACT_ACTIVE|CONTRACT_RENEWAL_CLOSED|CONTRACT_TRANSFER_LIMIT)|503 BUSY)$/;

const neverBegan = ['rejected', 'withdrawn'];

/** The rows of a person hang together: whatever began after another is the one that it names, and it ended for that. */
async function assertOneChain(person: Citizen): Promise<Row[]> {
  const rows = await rowsOf().find({ residentId: person.residentId }).toArray();
  const open = rows.filter((row) => row.slots !== undefined);
  const taken = open.flatMap((row) => row.slots ?? []);
  expect(taken).toEqual([...new Set(taken)]);
  expect(open.map((row) => row.status).sort()).toEqual(
    rows
      .map((row) => row.status)
      .filter((status) => ['active', 'pendingReview', 'scheduled'].includes(status))
      .sort(),
  );
  for (const row of rows.filter(({ status }) => ['transferred', 'renewed'].includes(status))) {
    const after = rows.filter(({ previousId, status }) => previousId === row._id && !neverBegan.includes(status));
    expect(after.map(({ _id }) => _id)).toEqual([row.nextId]);
  }
  for (const row of rows.filter(({ previousId, status }) => previousId !== undefined && status === 'active'))
    expect(rows.find(({ _id }) => _id === row.previousId)?.status).toMatch(/transferred|renewed|expired/);
  return rows;
}

describe.each([
  ['one person', 1],
  ['several people', 4],
])('200 requests at once for %s', (_name, count) => {
  it('never make two contracts run, and leave one chain', async () => {
    const people = await Promise.all(Array.from({ length: count }, () => buildCitizen(server)));
    await nearTheEnd(people);
    const stop = watch(people);
    const answers = await storm(people, [signing, transferring, approving, renewing, approving, ending, withdrawing]);
    const counted = await stop();
    expect(answers.map(outcomeOf).filter((outcome) => !allowed.test(outcome))).toEqual([]);
    expect(counted.most).toBe(1);
    expect(counted.samples).toBeGreaterThan(10);
    let rows = 0;
    for (const person of people) rows += (await assertOneChain(person)).length;
    const made = answers.filter(({ status }) => status === 201).length;
    expect(rows).toBe(people.length + made);
    expect(made).toBeGreaterThan(people.length);
    expect(answers.length).toBeGreaterThan(AT_ONCE);
  });

  it('leave nobody without a contract for an instant who only changes the team', async () => {
    const people = await Promise.all(Array.from({ length: count }, () => buildCitizen(server)));
    await nearTheEnd(people);
    const stop = watch(people);
    const answers = await storm(people, [transferring, approving, renewing, approving, signing]);
    expect(await stop()).toMatchObject({ least: 1, most: 1 });
    expect(answers.map(outcomeOf).filter((outcome) => !allowed.test(outcome))).toEqual([]);
    for (const person of people) await assertOneChain(person);
    const changed = await rowsOf().countDocuments({
      residentId: { $in: people.map(({ residentId }) => residentId) },
      status: { $in: ['transferred', 'renewed'] },
    });
    expect(changed).toBeGreaterThan(0);
  });
});

it('gives one of a renewal and an end at the same time the last word', async () => {
  const person = await buildCitizen(server);
  await nearTheEnd([person]);
  const old = await inState(person, 'active');
  const id = old?._id ?? '';
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => renew(person.caller, id)),
    director().post<Contract>(`/contracts/${id}/end`, { code: 'movedAway', reason: '搬到外地' }),
  ]);
  expect(outcomeOf(answers.at(-1) as Answer<unknown>)).toBe('200');
  const rows = await assertOneChain(person);
  expect(rows.filter(({ slots }) => slots !== undefined)).toEqual([]);
});
