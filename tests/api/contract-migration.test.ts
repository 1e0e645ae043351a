import { migrate } from '@linkang/server/platform/database';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildCitizen } from '../support/clinic';
import { approve, buildTeam, sign, signed, teamStaff, transfer } from '../support/contracts';
import { startServer, type TestServer } from '../support/server';

/* A centre that worked before contracts followed one another: a row is open or it is not. */

const MIGRATION = '0024-contract-chains';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

it('keeps who has a contract, and lets it be followed', async () => {
  const [team, other] = [await buildTeam(), await buildTeam({ name: '桂花团队' })];
  const [running, waiting] = [await buildCitizen(server), await buildCitizen(server)];
  const director = teamStaff(server, ['director']);
  const { id } = await signed(running, team._id);
  bodyOf(await approve(director, id));
  const application = await signed(waiting, team._id);
  const contracts = server.deps.connection.collection<{ _id: string }>('contracts');
  const added = { kind: '', slots: '', signedAs: '', history: '', activatedAt: '' } as const;
  await contracts.updateMany({}, { $unset: added, $set: { open: true } });
  for (const { name = '', key } of await contracts.indexes())
    if (key.residentId && (key.slots || Object.keys(key).length === 1)) await contracts.dropIndex(name);
  await contracts.createIndex({ residentId: 1 }, { unique: true, partialFilterExpression: { open: true } });
  await server.deps.connection.collection<{ _id: string }>('migrations').deleteOne({ _id: MIGRATION });
  expect(await migrate(server.deps.connection, server.clock, server.deps.log)).toEqual([MIGRATION]);
  expect(await contracts.find().sort({ signedAt: 1, _id: 1 }).toArray()).toMatchObject([
    { _id: id, status: 'active', kind: 'first', slots: ['now'] },
    { _id: application.id, status: 'pendingReview', kind: 'first', slots: ['now', 'next'] },
  ]);
  expect(await contracts.countDocuments({ open: { $exists: true } })).toBe(0);
  for (const person of [running, waiting]) expect(outcomeOf(await sign(person, team._id))).toBe('409 CONTRACT_ACTIVE');
  const moved = bodyOf(await transfer(running.caller, id, other._id), 201);
  expect(bodyOf(await approve(director, moved.id)).status).toBe('active');
  expect(bodyOf(await approve(director, application.id)).status).toBe('active');
});
