import { modules } from '@linkang/server/modules';
import { advance } from '@linkang/server/modules/merge/merge.running';
import { findMerge, reasonPlace, type MergeRow } from '@linkang/server/modules/merge/merge.model';
import type { Module } from '@linkang/server/platform/module';
import mongoose from 'mongoose';
import { bodyOf } from '../support/answers';
import { book, buildCitizen, openSession, type Citizen } from '../support/clinic';
import { buildTeam, signed } from '../support/contracts';
import { bookAtDesk, buildDeskRecord, finishMerges, runMerges } from '../support/merges';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/* A merge whose process dies anywhere is finished by the timer, and no row of a person is forgotten. */

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);

/** A merge as it lies there when its process died right after the decision. */
async function decide(stay: Citizen, away: Citizen): Promise<MergeRow> {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const row: MergeRow = {
    _id,
    stayId: stay.residentId,
    awayId: away.residentId,
    people: [stay.residentId, away.residentId],
    awayAccountId: away.accountId,
    accountId: away.accountId,
    reason: server.deps.keyring.encrypt('重复登记', reasonPlace(_id)),
    by: 'staff-test',
    at: server.clock.now(),
    status: 'running',
    passes: 0,
    nextAt: server.clock.now(),
    left: [],
  };
  await rows('merges').insertOne(row as never);
  return row;
}

const isPart = (module: Module): boolean => module.merging !== undefined;
const parts = modules.filter(isPart);
/** Dies when its turn comes. */
const death: Module = {
  feature: 'merge',
  handlers: () => ({}),
  merging: { move: () => Promise.reject(new Error('killed')) },
};

it.each(Array.from({ length: parts.length + 1 }, (_, at) => at))(
  'is finished when it died after %i features',
  async (at) => {
    const [stay, away] = [await buildDeskRecord(server), await buildCitizen(server)];
    const son = await buildCitizen(server, { birthDay: '1980-02-03' });
    await buildProxy(server, son, away, { scopes: ['book'] });
    await signed(away, (await buildTeam())._id);
    const session = await openSession(server, { day: '2026-06-09', capacity: 9 });
    bodyOf(await book(away, session.id), 201);
    await bookAtDesk(server, stay, (await openSession(server, { day: '2026-06-10' })).id);
    const paper = { _id: `paper-${at}`, residentId: away.residentId, accountId: son.accountId };
    await rows('proxyPapers').insertOne(paper);
    const row = await decide(stay, away);
    await expect(advance(server.deps, [...parts.slice(0, at), death], row)).rejects.toThrow('killed');
    expect(await findMerge(row._id)).toMatchObject({ status: 'running', passes: 0 });
    await runMerges(server);
    await finishMerges(server);
    expect(await findMerge(row._id)).toMatchObject({ status: 'done', left: [] });
    for (const name of ['seats', 'contracts', 'proxies', 'proxyPapers', 'notices'])
      expect(await rows(name).countDocuments({ residentId: away.residentId })).toBe(0);
    expect(await rows('seats').countDocuments({ residentId: stay.residentId })).toBe(2);
    expect(await rows('contracts').countDocuments({ residentId: stay.residentId, slots: 'now' })).toBe(1);
    expect(await rows('residents').findOne({ _id: stay.residentId })).toMatchObject({ accountId: away.accountId });
  },
);

it('is finished by one of two servers that go on with it at the same moment', async () => {
  const [stay, away] = [await buildDeskRecord(server), await buildCitizen(server)];
  bodyOf(await book(away, (await openSession(server, { day: '2026-06-12' })).id), 201);
  const row = await decide(stay, away);
  await Promise.all(Array.from({ length: 5 }, () => advance(server.deps, modules, row)));
  server.clock.advanceMinutes(2);
  await Promise.all(Array.from({ length: 3 }, () => runMerges(server)));
  const done = await findMerge(row._id);
  expect(done).toMatchObject({ status: 'done' });
  expect(done?.outbox).toHaveLength(1);
});

/** Where a person's id stays under the record of before: evidence, logs, and what ends by itself. */
const stays = [
  ...['audits', 'consents', 'claims', 'copies', 'emergencies', 'reveals'],
  // Made of the log, and gone after a day.
  'exportFiles',
  // The run itself.
  'merges',
];
const moves = [
  'bulkOutcomes',
  'bulkRuns',
  'calls',
  'cards',
  'closures',
  'contracts',
  'corrections',
  'enrolments',
  'followUps',
  'guardianships',
  'healthPrescriptions',
  'importedRows',
  'lectureEntries',
  'lectureFeedbacks',
  'lectureSubscriptions',
  'measurementLimits',
  // Who does not want to be told is asked anew.
  'measurementQuiets',
  'measurements',
  'notices',
  'physicalReleases',
  'physicals',
  'plans',
  'proxies',
  'proxyPapers',
  'quizAnswers',
  'quizAttempts',
  'quizPrizes',
  'recordEntries',
  'recordStates',
  'records',
  'residentChanges',
  'residentGroups',
  'screeningEntries',
  'seats',
  'taskReadings',
  'tasks',
  'waitlist',
];
/**
 * Ways to sign in, which stay with their account: the merge itself gives the person to one and ends the others. What
 * was read goes from the account that is ended to the other.
 */
const ofAccounts = ['phoneCodes', 'readers', 'residents', 'signIns'];

const collectionsWith = (isPerson: (field: string) => boolean): string[] =>
  Object.values(mongoose.models)
    .filter((model) => Object.keys(model.schema.paths).some(isPerson))
    .map((model) => model.collection.name);
const isResident = (field: string): boolean =>
  /(^|\.)(residentIds?|\w+ResidentId|relativeId|stayId|awayId)$/.test(field);

it('knows of every collection that keeps people by id', () => {
  expect(collectionsWith(isResident).sort()).toEqual([...stays, ...moves].sort());
});

it('knows of every other collection that keeps accounts of theirs', () => {
  const others = collectionsWith((field) => /(^|\.)accountIds?$/.test(field));
  expect(others.filter((name) => ![...stays, ...moves].includes(name)).sort()).toEqual(ofAccounts);
});

it('erases what became a part of a record together with it', async () => {
  const [stay, away] = [await buildDeskRecord(server), await buildCitizen(server)];
  await decide(stay, away);
  await runMerges(server);
  await finishMerges(server);
  const resident = modules.find(({ feature }) => feature === 'resident');
  const person = { residentId: stay.residentId, accountId: away.accountId };
  await resident?.endService?.(server.deps, person, server.clock.now());
  for (const store of resident?.personalStores ?? []) await store.erase(server.deps, person, server.clock.now());
  for (const id of [stay.residentId, away.residentId])
    expect(await rows('residents').findOne({ _id: id })).toMatchObject({
      closedAt: expect.any(Date),
      birthDay: '',
      phone: null,
    });
  expect(await rows('consents').countDocuments({ residentId: { $in: [stay.residentId, away.residentId] } })).toBe(0);
});
