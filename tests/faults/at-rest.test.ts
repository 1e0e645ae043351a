import { demoPeople } from '@linkang/server/demo/people';
import { seedDemo } from '@linkang/server/demo/seed';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Contract } from '@linkang/shared/api/contract.routes';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { parseIdNumber } from '@linkang/shared/domain/id-number';
import type { mongo } from 'mongoose';
import { bodyOf } from '../support/answers';
import {
  buildIdNumber,
  buildRegistration,
  buildResidentAccount,
  signInResident,
  type ResidentAccount,
} from '../support/builders';
import { openSession, staffCaller } from '../support/clinic';
import { buildTeam, SIGNATURE, teamStaff } from '../support/contracts';
import { inboxOf, runNoticeJob } from '../support/notices';
import { startRawMongod, type RawMongod } from '../support/raw-mongod';
import { startServer, type TestServer } from '../support/server';

/* A demo centre is used as people use it, who write names and numbers into every field; the database shows none. */

const PLAIN = '这一行是明文，用来证明找得到';
const plainNumbers = [buildIdNumber({ birthDay: '1961-01-01' }), '13971239999'];
const mother = { name: '慕容雪莲', idNumber: buildIdNumber({ birthDay: '1949-10-02' }), phone: '13971230001' };
const daughter = { name: '欧阳晓岚', idNumber: buildIdNumber({ birthDay: '1979-10-02' }), phone: '13971230002' };
const old = { name: '诸葛德福', idNumber: buildIdNumber({ birthDay: '1944-10-02', sex: 'male' }) };
const others = ['13971230003', '13971230004'];
const street = '杏花胡同十七号院';
/** What somebody may type anywhere. */
const gossip = `${mother.name}，电话${others[1]}，证件${old.idNumber}`;
const known = demoPeople.filter(({ registered }) => registered);
const secrets: string[] = [
  ...[mother, daughter, { ...old, phone: others[0] ?? '' }].flatMap(({ name, idNumber, phone }) => [
    name,
    idNumber,
    phone,
  ]),
  ...known.flatMap(({ realName, idNumber, phone }) => [realName, idNumber, phone]),
  ...others,
  street,
  SIGNATURE.slice(60, 120),
];

let mongod: RawMongod;
let server: TestServer;
const uriBefore = process.env.LINKANG_TEST_MONGODB_URI;

beforeAll(async () => {
  mongod = await startRawMongod();
  process.env.LINKANG_TEST_MONGODB_URI = mongod.uri;
  server = await startServer({ limits: false });
  await seedDemo(server.deps);
}, 240_000);

afterAll(async () => {
  await server.stop();
  await mongod.stop();
  process.env.LINKANG_TEST_MONGODB_URI = uriBefore;
}, 60_000);

const desk = () => staffCaller(server, ['desk']);

const register = ({ name, idNumber, phone }: typeof mother): Promise<ResidentAccount> =>
  buildResidentAccount(server, { name, idNumber, phone });

async function signAndRefuse({ caller, residentId }: ResidentAccount): Promise<void> {
  const { _id: teamId } = await buildTeam();
  const application = {
    residentId,
    teamId,
    packageIds: ['BASIC'],
    termYears: 1,
    textVersion: '2026-1',
    signature: SIGNATURE,
  };
  const { id } = bodyOf(await caller.post<Contract>('/contracts', application), 201);
  const director = teamStaff(server, ['director']);
  expect(bodyOf(await director.post<Contract>(`/contracts/${id}/reject`, { reason: gossip })).reason).toBe(gossip);
  bodyOf(await caller.post<Contract>('/contracts', application), 201);
}

async function actForHer(her: ResidentAccount, relative: ResidentAccount): Promise<void> {
  const { name, idNumber } = mother;
  const asked = { name, idNumber, relationship: 'child', scopes: ['book', 'record'], endsDay: '2026-12-31' };
  const { id } = bodyOf(await relative.caller.post<Proxy>('/proxies', asked), 201);
  bodyOf(await desk().post<Proxy>(`/proxies/${id}/confirm`, { paperNote: gossip }));
  const list = bodyOf(await relative.caller.get<{ asked: Proxy[] }>('/proxies'));
  expect(list.asked.map((proxy) => proxy.name)).toEqual([name]);
  expect((await her.caller.get('/proxies')).status).toBe(200);
}

async function visit(her: ResidentAccount, relative: ResidentAccount, residentId: string): Promise<void> {
  const session = await openSession(server);
  const body = { sessionId: session.id, residentId: her.residentId };
  const { id } = bodyOf(await relative.caller.post<Booking>('/bookings', body), 201);
  bodyOf(await desk().post(`/sessions/${session.id}/extra-seats`, { residentId, reason: gossip }), 201);
  server.clock.set('2026-06-08T03:00:00.000Z');
  bodyOf(await desk().post(`/bookings/${id}/no-show`));
  bodyOf(await staffCaller(server, ['desk']).get('/no-shows?fromDay=2026-06-08&toDay=2026-06-08'));
}

async function appealAs(code: string, residentId: string): Promise<void> {
  const { caller } = await signInResident(server, code);
  const { items } = bodyOf(await caller.get<{ items: Booking[] }>(`/bookings?residentId=${residentId}&when=past`));
  const id = items[0]?.id ?? '';
  bodyOf(await caller.post(`/bookings/${id}/appeal`, { text: gossip }));
  const answered = bodyOf(
    await desk().post<Booking>(`/bookings/${id}/answer-appeal`, { accepted: true, text: gossip }),
  );
  expect(answered.absence).toEqual({ appeal: gossip, answer: { accepted: true, text: gossip } });
  await runNoticeJob(server, 'deliverNotices');
  await runNoticeJob(server, 'pushNotices');
  const inbox = await inboxOf(server, caller);
  expect(inbox.items.filter(({ body }) => body.includes(gossip))).toHaveLength(2);
}

/** Everything that people do with their own data, and others with theirs. */
async function useEverything(): Promise<void> {
  const code = 'ok-mother';
  const her = await buildResidentAccount(server, { code, ...mother });
  const relative = await register(daughter);
  const paper = bodyOf(
    await desk().post<Resident>('/residents', { ...buildRegistration(server, old), phone: others[0] }),
    201,
  );
  bodyOf(
    await her.caller.put<Resident>(`/residents/${her.residentId}`, {
      rev: 0,
      phone: others[1],
      address: { detail: street },
    }),
  );
  for (const typed of [mother.name, mother.idNumber, others[0] ?? '', '慕容'])
    bodyOf(await desk().get(`/residents?query=${encodeURIComponent(typed)}`));
  await signAndRefuse(her);
  await actForHer(her, relative);
  await visit(her, relative, paper.id);
  await appealAs(code, her.residentId);
}

/** Every text in a document, in keys too. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array || (value as { _bsontype?: string } | null)?._bsontype === 'Binary')
    yield Buffer.from((value as mongo.Binary).buffer ?? (value as Uint8Array)).toString('latin1');
  else if (typeof value === 'object' && value !== null && !(value instanceof Date))
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* textsIn(inner);
    }
}

/** ID numbers by their check digit and mobile numbers by their form, where they stand by themselves. */
const numbersIn = (text: string): string[] => [
  ...[...text.matchAll(/(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g)]
    .map(([number]) => number)
    .filter((number) => parseIdNumber(number, '2026-06-04').ok),
  ...[...text.matchAll(/(?<![0-9A-Za-z+/=._-])1[3-9]\d{9}(?![0-9A-Za-z+/=._-])/g)].map(([number]) => number),
];

async function* wholeDump(client: mongo.MongoClient): AsyncGenerator<{ where: string; text: string }> {
  const { databases } = await client.db('admin').admin().listDatabases();
  for (const { name } of databases)
    for (const { name: collection } of await client.db(name).listCollections({}, { nameOnly: true }).toArray())
      for await (const row of client.db(name).collection(collection).find())
        for (const text of textsIn(row)) yield { where: `${name}.${collection}`, text };
}

test('neither a dump of all collections nor the files of the database show a name, an ID number or a mobile', async () => {
  await useEverything();
  await mongod.client
    .db('linkang')
    .collection('plain')
    .insertOne({ text: `${PLAIN} ${plainNumbers.join(' ')}` });

  const found = new Set<string>();
  const numbers = new Set<string>();
  let rows = 0;
  for await (const { where, text } of wholeDump(mongod.client)) {
    rows += 1;
    for (const secret of [...secrets, PLAIN]) if (text.includes(secret)) found.add(`${secret} in ${where}`);
    for (const number of numbersIn(text)) numbers.add(number);
  }
  expect(rows).toBeGreaterThan(10_000);
  // The one readable line shows that what is readable is found, in the oplog too.
  expect([...found].sort()).toEqual([`${PLAIN} in linkang.plain`, `${PLAIN} in local.oplog.rs`]);
  expect([...numbers].sort()).toEqual([...plainNumbers].sort());

  const raw = await mongod.grep([...secrets, PLAIN]);
  expect(raw.filter((line) => !line.startsWith(PLAIN))).toEqual([]);
  // In the collection, the oplog and the journal.
  expect(raw.length).toBeGreaterThanOrEqual(3);
}, 240_000);
