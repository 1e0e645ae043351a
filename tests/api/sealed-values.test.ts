import { createCipheriv, randomBytes } from 'node:crypto';
import { migrate } from '@linkang/server/platform/database';
import { keyIdOf, makeKeyring, placeOf, useKeyring, type Keyring, type Sealed } from '@linkang/server/platform/keyring';
import { countByKey, rotateKeys } from '@linkang/server/platform/reseal';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildIdNumber } from '../support/builders';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { buildTeam, signed } from '../support/contracts';
import { startServer, type TestServer } from '../support/server';

/* What is encrypted at rest: bound to its place, brought into this form from older ones, changed to another key. */

const freshKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const LOOKUP = randomBytes(32).toString('hex');

let server: TestServer;

beforeEach(async () => {
  server = await startServer({ limits: false });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server.stop();
});

type Row = Record<string, unknown> & { _id: string };
const collection = (name: string) => server.deps.connection.collection<Row>(name);
const rowOf = async (name: string, id: string): Promise<Row> => (await collection(name).findOne({ _id: id })) as Row;

/** Puts another ring into the running server, as a restart with other keys does. */
function useRing(keyring: Keyring): void {
  server.deps.keyring = useKeyring(keyring);
}

describe('an encrypted value', () => {
  const first = freshKey('k1');
  const ring = makeKeyring(first, LOOKUP);
  const place = placeOf('residents', 'phone', 'a');

  it('opens at its place, and nowhere else', () => {
    const sealed = ring.encrypt('13800138000', place);
    expect(keyIdOf(sealed)).toBe('k1');
    expect(ring.decrypt(sealed, place)).toBe('13800138000');
    for (const other of [placeOf('residents', 'phone', 'b'), placeOf('residents', 'name', 'a'), ''])
      expect(() => ring.decrypt(sealed, other)).toThrow();
  });

  it('is another one each time, and does not open altered or with another key', () => {
    const sealed = ring.encrypt('李秀兰', place) as unknown as string;
    expect(ring.encrypt('李秀兰', place)).not.toBe(sealed);
    for (let at = sealed.length - 6; at > 5; at -= 7) {
      const altered = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => ring.decrypt(altered as unknown as Sealed, place)).toThrow();
    }
    expect(() => makeKeyring(freshKey('k1'), LOOKUP).decrypt(sealed as unknown as Sealed, place)).toThrow();
    expect(() => makeKeyring(freshKey('k2'), LOOKUP).decrypt(sealed as unknown as Sealed, place)).toThrow('k1');
    expect(() => ring.decrypt('13800138000' as unknown as Sealed, place)).toThrow('not an encrypted value');
  });

  it('of one person answers nothing when it is put to another', async () => {
    const [one, two] = [await buildCitizen(server), await buildCitizen(server)];
    const { phone } = await rowOf('residents', one.residentId);
    await collection('residents').updateOne({ _id: two.residentId }, { $set: { phone } });
    expect(outcomeOf(await two.caller.get(`/residents/${two.residentId}`))).toBe('500 INTERNAL');
    expect((await one.caller.get(`/residents/${one.residentId}`)).status).toBe(200);
  });
});

/** A value as it was encrypted before it was bound to its place. */
function sealUnbound(key: string, text: string): string {
  const [id, secret = ''] = key.split(':');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(secret, 'base64'), nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`;
}

const PEOPLE = 250;

describe('the migration', () => {
  const key = freshKey('k1');
  const name = (i: number): string => `慕容${String.fromCodePoint(0x4e00 + i)}`;
  let numbers: string[];

  /** A database from before, with readable names and values that are bound to nothing. */
  async function goBack(): Promise<void> {
    useRing(makeKeyring(key, LOOKUP));
    numbers = Array.from({ length: PEOPLE }, (_, i) => buildIdNumber({ birthDay: `19${50 + (i % 40)}-03-12` }));
    const rows = numbers.map((idNumber, i) => ({
      _id: `old-${String(i).padStart(4, '0')}`,
      name: name(i),
      idType: 'residentId',
      idNumber: sealUnbound(key, idNumber),
      idHash: server.deps.keyring.hash('idNumber', `residentId:${idNumber}`),
      phone: i % 2 ? sealUnbound(key, `1380013${1000 + i}`) : null,
      phoneHash: i % 2 ? server.deps.keyring.hash('phone', `1380013${1000 + i}`) : null,
      birthDay: '1958-03-12',
      sex: 'female',
      communityId: null,
      addressDetail: sealUnbound(key, `${i}号楼`),
      elderMode: false,
      createdAt: server.clock.now(),
      rev: 0,
    }));
    await collection('residents').insertMany(rows);
    await collection('residents').createIndex({ name: 1, _id: 1 });
    const absence = {
      at: server.clock.now(),
      by: 'desk',
      keys: [],
      appeal: { text: '那天住院了', at: server.clock.now() },
    };
    await collection('seats').insertOne({ _id: 'seat-1', absence });
    await collection('seats').insertOne({ _id: 'seat-2' });
    const notice = { kind: 'contractRejected', data: { reason: '慕容雪不在辖区' } };
    await collection('notices').insertOne({ _id: 'notice-1', ...notice });
    await collection('migrations').deleteOne({ _id: '0013-sealed-values' });
  }

  const run = () => migrate(server.deps.connection, server.clock, server.deps.log);

  /** The same end, whichever way it was come to. */
  async function expectDone(): Promise<void> {
    const { keyring } = server.deps;
    expect(await countByKey(server.deps.connection)).toEqual({ k1: PEOPLE * 3 + PEOPLE / 2 + 2 });
    const rows = await collection('residents').find().sort({ _id: 1 }).toArray();
    const opened = rows.map((row) => keyring.decrypt(row.name as Sealed, placeOf('residents', 'name', row._id)));
    expect(opened).toEqual(numbers.map((_, i) => name(i)));
    const cards = rows.map((row) => keyring.decrypt(row.idNumber as Sealed, placeOf('residents', 'idNumber', row._id)));
    expect(cards).toEqual(numbers);
    expect(JSON.stringify(await collection('seats').find().toArray())).not.toContain('住院');
    expect(JSON.stringify(await collection('notices').find().toArray())).not.toContain('慕容');
    expect(Object.keys(await collection('residents').indexInformation())).not.toContain('name_1__id_1');
    expect(await collection('resealings').countDocuments()).toBe(0);
    const desk = staffCaller(server, ['desk']);
    for (const typed of [name(7), '慕容', numbers[9] as string, '13800131011']) {
      const found = bodyOf(await desk.get<{ items: Resident[] }>(`/residents?query=${encodeURIComponent(typed)}`));
      expect(found.items.length).toBe(typed === '慕容' ? 20 : 1);
    }
    expect(bodyOf(await staffCaller(server, ['director']).get<Resident>('/residents/old-0007')).address.detail).toBe(
      '7号楼',
    );
  }

  it('encrypts what was readable and binds what was encrypted', async () => {
    await goBack();
    expect(await run()).toEqual(['0013-sealed-values']);
    await expectDone();
    expect(await run()).toEqual([]);
  });

  it('comes to the same end when it is killed in the middle, between two batches or before the note of one', async () => {
    await goBack();
    const write = jest
      .spyOn(collection('resealings'), 'updateOne')
      .mockImplementationOnce(() => Promise.reject(new Error('killed')));
    await expect(run()).rejects.toThrow('killed');
    write.mockRestore();
    const residents = collection('residents');
    const bulk = residents.bulkWrite.bind(residents);
    let batches = 0;
    const spy = jest.spyOn(residents, 'bulkWrite').mockImplementation((...args) => {
      if ((batches += 1) === 2) throw new Error('killed');
      return bulk(...args);
    });
    await expect(run()).rejects.toThrow('killed');
    spy.mockRestore();
    const half = (await countByKey(server.deps.connection)).none ?? 0;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(PEOPLE * 3);
    expect(await run()).toEqual(['0013-sealed-values']);
    await expectDone();
  });
});

describe('a change of keys', () => {
  const [old, next] = [freshKey('k1'), freshKey('k2')];
  let citizen: Citizen;

  beforeEach(async () => {
    useRing(makeKeyring(old, LOOKUP));
    const { _id: teamId } = await buildTeam();
    citizen = await buildCitizen(server, { name: '欧阳建国', phone: '13912345678' });
    await signed(citizen, teamId);
    for (let i = 0; i < 220; i += 1) await buildCitizen(server, { birthDay: `19${50 + (i % 40)}-04-01` });
    useRing(makeKeyring(`${next},${old}`, LOOKUP));
  });

  const readable = async (): Promise<void> => {
    const own = bodyOf(await citizen.caller.get<Resident>(`/residents/${citizen.residentId}`));
    expect(own).toMatchObject({ name: '欧阳建国', phoneMasked: '139****5678' });
    const desk = staffCaller(server, ['desk']);
    for (const typed of [citizen.idNumber, '13912345678', '欧阳']) {
      const found = bodyOf(await desk.get<{ items: Resident[] }>(`/residents?query=${encodeURIComponent(typed)}`));
      expect(found.items.map(({ id }) => id)).toEqual([citizen.residentId]);
    }
  };

  it('leaves nothing under the old one, which is not needed any more', async () => {
    await readable();
    const before = await countByKey(server.deps.connection);
    const { changed, keys } = await rotateKeys(server.deps.connection, server.deps.keyring);
    expect(changed).toMatchObject({ residents: 221, signatures: 1 });
    expect(keys).toEqual({ k2: before.k1 });
    useRing(makeKeyring(next, LOOKUP));
    await readable();
    expect(Object.values((await rotateKeys(server.deps.connection, server.deps.keyring)).changed)).not.toContain(1);
  });

  it('goes on behind the last batch when it was killed, and keeps what is changed meanwhile', async () => {
    const residents = collection('residents');
    const bulk = residents.bulkWrite.bind(residents);
    let batches = 0;
    const spy = jest.spyOn(residents, 'bulkWrite').mockImplementation(async (...args) => {
      if ((batches += 1) === 2) throw new Error('killed');
      // Somebody writes another phone after it was read and before it is written back.
      if (batches === 1)
        bodyOf(await citizen.caller.put(`/residents/${citizen.residentId}`, { rev: 0, phone: '13900000001' }));
      return bulk(...args);
    });
    await expect(rotateKeys(server.deps.connection, server.deps.keyring)).rejects.toThrow('killed');
    spy.mockRestore();
    expect(await collection('resealings').countDocuments()).toBe(1);
    const { changed, keys } = await rotateKeys(server.deps.connection, server.deps.keyring);
    expect(changed.residents).toBeLessThanOrEqual(122);
    expect(Object.keys(keys)).toEqual(['k2']);
    const own = bodyOf(await citizen.caller.get<Resident>(`/residents/${citizen.residentId}`));
    expect(own).toMatchObject({ name: '欧阳建国', phoneMasked: '139****0001' });
  });
});
