import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { openReason, verifyAudits } from '@linkang/server/modules/audit';
import { makeKeyring, useKeyring } from '@linkang/server/platform/keyring';
import { countByKey } from '@linkang/server/platform/reseal';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { auditRows, findingsOf, sealAndVerify } from '../support/audits';
import { buildCitizen, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { makeDataDir } from '../support/process-server';
import { startServer, type TestServer } from '../support/server';

/* The keys change under a centre that runs; whoever has only the new one finds every value and an unbroken log. */
jest.setTimeout(120_000);

const root = path.resolve(__dirname, '../..');
const next = `k2:${randomBytes(32).toString('base64')}`;
const data = makeDataDir();
let server: TestServer;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  citizen = await buildCitizen(server, { name: '欧阳建国', phone: '13912345678' });
});
afterAll(async () => {
  await server.stop();
  data.remove();
});

/** Runs one of the operator's commands as it is built, with the keys that the operator has at that time. */
const run = (script: 'keys-rotate' | 'audit-verify', dataKeys: string, args: string[] = []) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const env = {
      PATH: process.env.PATH,
      DATA_DIR: data.dataDir,
      MONGODB_URI: server.shared.databaseUri,
      TOKEN_SECRET: server.shared.tokenSecret,
      LOOKUP_KEY: server.shared.lookupKey,
      DATA_KEYS: dataKeys,
    };
    const file = path.join(root, `server/dist/scripts/${script}.js`);
    execFile(process.execPath, [file, ...args], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said: stdout + stderr }),
    );
  });

/** Puts another ring into the running server, as a restart with other keys does. */
const useRing = (dataKeys: string): void => {
  server.deps.keyring = useKeyring(makeKeyring(dataKeys, server.shared.lookupKey));
};

const doctor = () => staffCaller(server, ['doctor'], 'doctor-1');

/** A look with a ground that is kept sealed, one that is refused, and an emergency in words. */
async function leaveTraces(words: string): Promise<void> {
  const desk = staffCaller(server, ['desk'], 'desk-1');
  await revealTo(desk, citizen.residentId);
  bodyOf(await desk.get<Resident>(`/residents/${citizen.residentId}`));
  expect(outcomeOf(await doctor().get(`/residents/${citizen.residentId}`))).toBe('403 ACCESS_LIMITED');
  const other = await buildCitizen(server, { birthDay: '1961-04-02' });
  const body = { residentId: other.residentId, reason: 'rescue', words };
  bodyOf(await doctor().post('/emergencies', body), 201);
  bodyOf(await doctor().get<Resident>(`/residents/${other.residentId}`));
}

const headIn = (said: string): string => /链头 (\d+:[\w-]{43})/.exec(said)?.[1] ?? '';
const reasons = async (): Promise<string[]> =>
  (await auditRows(server).find().sort({ _id: 1 }).toArray()).flatMap(
    (row) => openReason(server.deps.keyring, row) ?? [],
  );

test('the audit log verifies, from the same head, and old values are read with the new key alone', async () => {
  const old = server.shared.dataKeys;
  await leaveTraces('胸痛，要看用药');
  expect(await sealAndVerify(server)).toEqual([]);
  const noted = headIn((await run('audit-verify', old)).said);
  const said = await reasons();
  expect(said.length).toBeGreaterThan(0);

  // The servers start anew with both keys, and somebody works while the old values are changed over.
  useRing(`${next},${old}`);
  const [rotated] = await Promise.all([run('keys-rotate', `${next},${old}`), leaveTraces('跌倒，意识不清')]);
  expect(rotated).toMatchObject({ code: 0, said: expect.stringContaining('全部数据已使用密钥 k2') });

  useRing(next);
  expect(Object.keys(await countByKey(server.deps.connection))).toEqual(['k2']);
  expect((await reasons()).slice(0, said.length)).toEqual(said);
  expect(await sealAndVerify(server)).toEqual([]);
  const check = await run('audit-verify', next, ['--head', noted]);
  expect(check).toMatchObject({ code: 0, said: expect.stringContaining('发现 0 处问题') });
  expect(headIn(check.said)).not.toBe(noted);
  const own = bodyOf(await citizen.caller.get<Resident>(`/residents/${citizen.residentId}`));
  expect(own).toMatchObject({ name: '欧阳建国', phoneMasked: '139****5678' });
});

test('a row that was changed is still found after it, and a wrong key finds no log that agrees', async () => {
  const row = await auditRows(server).findOne({ block: 1, reason: { $exists: true }, staffId: 'desk-1' });
  if (!row) throw new Error('no row with a reason');
  await auditRows(server).updateOne({ _id: row._id }, { $set: { staffId: 'another' } });
  expect(await findingsOf(server)).toEqual(['changed in 1']);
  expect(await run('audit-verify', next)).toMatchObject({ code: 1, said: expect.stringContaining('被改动') });
  await auditRows(server).updateOne({ _id: row._id }, { $set: { staffId: 'desk-1' } });
  const foreign = makeKeyring(`k2:${randomBytes(32).toString('base64')}`, server.shared.lookupKey);
  expect((await verifyAudits({ ...server.deps, keyring: foreign })).findings).not.toEqual([]);
});
