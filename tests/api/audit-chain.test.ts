import { sealAudits, verifyAudits } from '@linkang/server/modules/audit';
import { macOf } from '@linkang/server/modules/audit/audit.mac';
import { makeKeyring } from '@linkang/server/platform/keyring';
import mongoose from 'mongoose';
import { auditRows, findingsOf, runAuditJob, sealAndVerify } from '../support/audits';
import { bodyOf } from '../support/answers';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  citizen = await buildCitizen(server);
});
beforeEach(async () => {
  await auditRows(server).deleteMany({});
  await blocks().deleteMany({});
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

interface Block {
  _id: number;
  hash: string;
}

const blocks = () => server.deps.connection.collection<Block>('auditBlocks');
const look = async (times = 1): Promise<void> => {
  for (let i = 0; i < times; i += 1)
    bodyOf(await staffCaller(server, ['director']).get(`/residents/${citizen.residentId}`));
};
/** Two blocks of three rows each, behind the first one. */
async function buildChain(): Promise<void> {
  for (let i = 0; i < 2; i += 1) {
    await look(3);
    await sealAudits(server.deps);
  }
  expect(await findingsOf(server)).toEqual([]);
}

describe('the chain', () => {
  it('takes every row into a block that holds the hash of the block before', async () => {
    await buildChain();
    const chain = await blocks().find().sort({ _id: 1 }).toArray();
    expect(chain).toMatchObject([
      { _id: 0, previous: '', count: 0 },
      { _id: 1, previous: chain[0]?.hash, count: 3 },
      { _id: 2, previous: chain[1]?.hash, count: 3 },
    ]);
    expect(await auditRows(server).countDocuments({ block: { $in: [1, 2] } })).toBe(6);
    expect(await verifyAudits(server.deps)).toMatchObject({ blocks: 3, rows: 6, head: { block: 2 } });
  });

  it('holds each row once when many seal at the same moment while others write', async () => {
    const writing = Array.from({ length: 20 }, () => look());
    const sealing = Array.from({ length: 5 }, () => sealAudits(server.deps));
    await Promise.all([...writing, ...sealing]);
    expect(await sealAndVerify(server)).toEqual([]);
    expect(await verifyAudits(server.deps)).toMatchObject({ rows: 20 });
  });

  it('is finished after a process that was killed between block and mark', async () => {
    await look(3);
    await sealAudits(server.deps);
    await auditRows(server).updateMany({ block: 1 }, { $set: { block: -1 } });
    await look();
    expect(await sealAndVerify(server)).toEqual([]);
    expect(await auditRows(server).countDocuments({ block: 1 })).toBe(3);
    expect(await auditRows(server).countDocuments({ block: 2 })).toBe(1);
  });

  it('begins with the rows that are older', async () => {
    const old = { at: new Date(), staffId: 's', roles: [], action: 'a.b', residentId: 'r', requestId: 'q', block: 0 };
    await auditRows(server).insertMany([old, old].map((row) => ({ ...row, _id: new mongoose.Types.ObjectId() })));
    await look();
    expect(await sealAndVerify(server)).toEqual([]);
    await auditRows(server).updateOne({ block: 0 }, { $set: { staffId: 'other' } });
    expect(await findingsOf(server)).toEqual(['changed in 0']);
    await auditRows(server).deleteOne({ block: 0 });
    expect(await findingsOf(server)).toEqual(['removed in 0']);
  });
});

describe('a check finds', () => {
  it.each([
    ['who', { staffId: 'another' }],
    ['whom', { residentId: 'another' }],
    ['what', { action: 'booking.get' }],
    ['when', { at: new Date(0) }],
    ['the result', { result: 'denied' as const }],
    ['from where', { network: '10.0.0.0/24' }],
    ['the hash of a row', { mac: 'x' }],
  ])('a row whose content was changed: %s', async (_, changes) => {
    await buildChain();
    await auditRows(server).updateOne({ block: 1 }, { $set: changes });
    expect(await findingsOf(server)).toEqual(['changed in 1']);
  });

  it('a row that was removed', async () => {
    await buildChain();
    await auditRows(server).deleteOne({ block: 1 });
    expect(await findingsOf(server)).toEqual(['removed in 1']);
  });

  it('a row that was moved into another block', async () => {
    await buildChain();
    await auditRows(server).updateOne({ block: 1 }, { $set: { block: 2 } });
    expect(await findingsOf(server)).toEqual(['removed in 1', 'inserted in 2']);
  });

  it.each([1, 7, -2, -1])('a row that was put into the database at place %s', async (block) => {
    await buildChain();
    const copy = await auditRows(server).findOne({ block: 1 });
    if (!copy) throw new Error('no row');
    const _id = new mongoose.Types.ObjectId();
    // Whoever has the database but not the key can only copy or invent a hash.
    const forger = makeKeyring(`f:${Buffer.alloc(32).toString('base64')}`, 'x'.repeat(40));
    const row = { ...copy, _id, block };
    await auditRows(server).insertOne({ ...row, mac: macOf(forger, row) });
    expect(await findingsOf(server)).toEqual([block === 1 ? 'inserted in 1' : 'inserted']);
    // Nor does the sealing take it in.
    expect(await sealAndVerify(server)).toEqual([block === 1 ? 'inserted in 1' : 'inserted']);
  });

  it('a block that was changed, removed, or made anew without the key', async () => {
    await buildChain();
    const second = await blocks().findOne({ _id: 1 });
    if (!second) throw new Error('no block');
    await blocks().updateOne({ _id: 1 }, { $set: { count: 2 } });
    expect(await findingsOf(server)).toContain('blockChanged in 1');
    await blocks().replaceOne({ _id: 1 }, { ...second, hash: 'made-up' });
    expect(await findingsOf(server)).toEqual(['blockChanged in 1', 'blockChanged in 2']);
    await blocks().deleteOne({ _id: 1 });
    expect(await findingsOf(server)).toEqual(['blockMissing in 1']);
  });

  it('an end that was cut off, by a head that was noted before', async () => {
    await buildChain();
    const { head } = await verifyAudits(server.deps);
    await blocks().deleteOne({ _id: 2 });
    await auditRows(server).deleteMany({ block: 2 });
    expect(await findingsOf(server)).toEqual([]);
    expect(await findingsOf(server, head ?? undefined)).toEqual(['otherHead in 2']);
  });

  it('a row outside the chain for more than a minute', async () => {
    await look();
    expect(await findingsOf(server)).toEqual([]);
    server.clock.advanceMinutes(2);
    expect(await findingsOf(server)).toEqual(['unsealed']);
    await runAuditJob(server, 'sealAudits');
    expect(await findingsOf(server)).toEqual([]);
  });
});

describe('the end of the time for which rows are kept', () => {
  const inYears = (years: number): void => server.clock.set(`${2026 + years}-06-05T04:00:00.000Z`);

  it('takes whole blocks away, and the chain goes on', async () => {
    await buildChain();
    inYears(2);
    await look(2);
    await runAuditJob(server, 'sealAudits');
    await runAuditJob(server, 'removeOldAudits');
    expect(await auditRows(server).countDocuments()).toBe(8);
    inYears(3);
    await runAuditJob(server, 'removeOldAudits');
    await runAuditJob(server, 'removeOldAudits');
    expect(await auditRows(server).countDocuments()).toBe(2);
    expect(await findingsOf(server)).toEqual([]);
  });

  it('cannot be pretended', async () => {
    await buildChain();
    await auditRows(server).deleteMany({ block: 1 });
    await blocks().updateOne({ _id: 1 }, {
      $set: { removed: { at: new Date(), mac: 'made-up' } },
      $unset: { ids: '' },
    } as never);
    expect(await findingsOf(server)).toEqual(['removed in 1']);
  });
});
