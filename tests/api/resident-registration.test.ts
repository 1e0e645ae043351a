import { createCommunities } from '@linkang/server/modules/centre';
import type { Resident } from '@linkang/shared/api/resident.routes';
import type { Problem } from '@linkang/shared/errors';
import {
  buildIdNumber,
  buildRegistration,
  buildResidentAccount,
  signInResident,
  signInStaff,
} from '../support/builders';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;
let communityId: string;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  const [community] = await createCommunities([{ name: '青禾里', teamId: null }]);
  communityId = community!.id;
});
afterAll(() => server.stop());

const rowsOf = (collection: string) => server.deps.connection.collection(collection).find().toArray();
const codeOf = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as Problem).code];
const faultsOf = (body: unknown): string[] => ((body as Problem).fields ?? []).map((f) => `${f.path} ${f.code}`);

describe('POST /residents', () => {
  it("registers the account's own person", async () => {
    const { caller } = await signInResident(server, 'ok-register');
    const answer = await caller.post<Resident>(
      '/residents',
      buildRegistration(server, {
        name: ' 李秀兰 ',
        idNumber: ' 11010519491231002x ',
        phone: '+86 138-0013-8000',
        address: { communityId, detail: '3号楼2单元501' },
      }),
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: '李秀兰',
      idType: 'residentId',
      idNumberMasked: '110105********002X',
      certificateMasked: null,
      phoneMasked: '138****8000',
      birthDay: '1949-12-31',
      sex: 'female',
      age: 76,
      address: { communityId, communityName: '青禾里', detail: '3号楼2单元501' },
      elderMode: true,
      seniorPhysicalEligible: true,
      createdAt: '2026-06-04T04:00:00.000Z',
      rev: 0,
    });
  });

  it('keeps large letters off below 65, while the physical counts by the calendar year', async () => {
    const { resident } = await buildResidentAccount(server, { birthDay: '1961-12-31', phone: undefined });
    expect(resident).toMatchObject({ age: 64, elderMode: false, seniorPhysicalEligible: true, phoneMasked: null });
    const older = await buildResidentAccount(server, { birthDay: '1961-06-04' });
    expect(older.resident).toMatchObject({ age: 65, elderMode: true });
    const younger = await buildResidentAccount(server, { birthDay: '1962-01-01' });
    expect(younger.resident).toMatchObject({ age: 64, seniorPhysicalEligible: false });
    expect(younger.resident.address).toEqual({ communityId: null, communityName: null, detail: null });
  });

  it('keeps no ID number, phone, address or open id readable in the database', async () => {
    const idNumber = buildIdNumber({ birthDay: '1955-05-05' });
    await buildResidentAccount(server, {
      code: 'ok-secretperson',
      idNumber,
      phone: '13912345678',
      address: { detail: '秘密的地址' },
    });
    const names = (await server.deps.connection.listCollections()).map(({ name }) => name);
    const stored = JSON.stringify(await Promise.all(names.map(rowsOf)));
    expect(stored).toContain('1955-05-05');
    for (const secret of [idNumber, '13912345678', '秘密的地址', 'openid-secretperson'])
      expect(stored).not.toContain(secret);
  });

  it('writes evidence of both consents', async () => {
    const { residentId, accountId } = await buildResidentAccount(server);
    const rows = (await rowsOf('consents')).filter((row) => row.residentId === residentId);
    expect(rows.map(({ purpose, version, textHash }) => ({ purpose, version, textHash }))).toEqual(
      server.deps.config.consents.map(({ purpose, version, sha256 }) => ({ purpose, version, textHash: sha256 })),
    );
    for (const row of rows) expect(row).toMatchObject({ accountId, channel: 'h5', at: server.clock.now() });
  });

  it('lets several people share one phone', async () => {
    const phone = '13700137000';
    const [first, second] = [
      await buildResidentAccount(server, { phone }),
      await buildResidentAccount(server, { phone }),
    ];
    expect(second.residentId).not.toBe(first.residentId);
    for (const { resident } of [first, second]) expect(resident.phoneMasked).toBe('137****7000');
  });

  it('is for residents who signed in, and not for writers', async () => {
    expect(codeOf(await anyone.post('/residents', buildRegistration(server)))).toEqual([401, 'AUTH_REQUIRED']);
    const { caller } = await signInStaff(server, ['editor']);
    expect(codeOf(await caller.post('/residents', buildRegistration(server)))).toEqual([403, 'FORBIDDEN']);
  });

  const badIdNumbers: [string, string][] = [
    ['  ', 'EMPTY'],
    ['11010119580312', 'LENGTH'],
    ['110101580312001', 'LENGTH'],
    ['11010119580312A021', 'CHARSET'],
    ['100101195803120021', 'REGION'],
    ['110101195802300021', 'BIRTHDATE'],
    ['110101202606050021', 'BIRTHDATE_RANGE'],
    ['110101189912310021', 'BIRTHDATE_RANGE'],
  ];
  it.each(badIdNumbers)('names the fault of the ID number %p as %s', async (idNumber, reason) => {
    const { caller } = await signInResident(server, 'ok-faulty');
    const answer = await caller.post('/residents', buildRegistration(server, { idNumber, consents: [] }));
    expect(codeOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(faultsOf(answer.body)).toEqual([`body.idNumber ${reason}`]);
  });

  it('names a wrong check character, and says so in words', async () => {
    const { caller } = await signInResident(server, 'ok-faulty');
    const good = buildIdNumber();
    const idNumber = `${good.slice(0, 17)}${good.endsWith('1') ? '2' : '1'}`;
    const { body } = await caller.post<Problem>('/residents', buildRegistration(server, { idNumber }));
    expect(body.fields).toEqual([{ path: 'body.idNumber', code: 'CHECKSUM', message: '身份证号码有误，请逐位核对' }]);
  });

  it('takes a birth day of today in Shanghai, and none of tomorrow', async () => {
    const idNumber = buildIdNumber({ birthDay: '2026-06-05' });
    const before = server.clock.now().toISOString();
    try {
      server.clock.set('2026-06-04T15:59:59.000Z');
      const { caller } = await signInStaff(server, ['desk']);
      const tooEarly = await caller.post('/residents', buildRegistration(server, { idNumber }));
      expect(faultsOf(tooEarly.body)).toEqual(['body.idNumber BIRTHDATE_RANGE']);
      server.clock.set('2026-06-04T16:00:00.000Z');
      // The number is good by then; what is missing is a guardian.
      const born = await caller.post('/residents', buildRegistration(server, { idNumber }));
      expect(faultsOf(born.body)).toEqual(['body.guardian EMPTY']);
    } finally {
      server.clock.set(before);
    }
  });

  const badFields: [Record<string, unknown>, string][] = [
    [{ name: '  ' }, 'body.name EMPTY'],
    [{ name: undefined }, 'body.name MISSING'],
    [{ name: '李'.repeat(51) }, 'body.name TOO_LONG'],
    [{ name: '<b>李</b>' }, 'body.name NAME'],
    [{ name: { $gt: '' } }, 'body.name TYPE'],
    [{ idType: 'passport' }, 'body.idType UNKNOWN'],
    [{ idNumber: undefined }, 'body.idNumber MISSING'],
    [{ idNumber: 110101 }, 'body.idNumber TYPE'],
    [{ phone: '12345678901' }, 'body.phone PHONE'],
    [{ phone: '1380013800' }, 'body.phone PHONE'],
    [{ address: { communityId: 'no-such-place' } }, 'body.address.communityId UNKNOWN'],
    [{ address: { communityId: '$' } }, 'body.address.communityId ID'],
    [{ address: { detail: '路'.repeat(101) } }, 'body.address.detail TOO_LONG'],
    [{ consents: undefined }, 'body.consents MISSING'],
    [{ consents: [{ purpose: 'marketing', version: '1' }] }, 'body.consents.0.purpose TYPE'],
  ];
  it.each(badFields)('refuses %j by its field', async (changes, fault) => {
    const { caller } = await signInResident(server, 'ok-faulty');
    const answer = await caller.post('/residents', buildRegistration(server, changes));
    expect(codeOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    // An empty name is also none of letters: the first fault of a field is the one that is shown.
    expect(faultsOf(answer.body)[0]).toBe(fault);
  });

  it('reports the faults of ID number and community together', async () => {
    const { caller } = await signInResident(server, 'ok-faulty');
    const body = buildRegistration(server, { idNumber: '1', address: { communityId: 'nowhere' } });
    expect(faultsOf((await caller.post('/residents', body)).body)).toEqual([
      'body.idNumber LENGTH',
      'body.address.communityId UNKNOWN',
    ]);
  });

  it('asks for both consents in their present versions and keeps nothing until then', async () => {
    const { caller } = await signInResident(server, 'ok-unwilling');
    const [service, sensitive] = buildRegistration(server).consents;
    const before = await server.deps.connection.collection('consents').countDocuments();
    for (const consents of [[], [service], [sensitive], [service, { ...sensitive, version: '2020-1' }]]) {
      const answer = await caller.post('/residents', buildRegistration(server, { consents }));
      expect(codeOf(answer)).toEqual([403, 'CONSENT_REQUIRED']);
    }
    expect(await server.deps.connection.collection('consents').countDocuments()).toBe(before);
    expect((await caller.get('/me')).body.residents).toEqual([]);
  });

  it('registers nobody under fourteen without a guardian', async () => {
    const { caller } = await signInResident(server, 'ok-child');
    const child = buildRegistration(server, { idNumber: buildIdNumber({ birthDay: '2012-06-05' }) });
    expect(codeOf(await caller.post('/residents', child))).toEqual([403, 'CONSENT_REQUIRED']);
    const { caller: desk } = await signInStaff(server, ['desk']);
    expect(codeOf(await desk.post('/residents', child))).toEqual([400, 'VALIDATION_FAILED']);
    const birthday = buildRegistration(server, { idNumber: buildIdNumber({ birthDay: '2012-06-04' }) });
    expect((await caller.post('/residents', birthday)).status).toBe(201);
  });

  it('registers one own person an account', async () => {
    const { caller } = await buildResidentAccount(server);
    const answer = await caller.post('/residents', buildRegistration(server));
    expect(codeOf(answer)).toEqual([409, 'RESIDENT_EXISTS']);
    const faulty = await caller.post('/residents', buildRegistration(server, { idNumber: '' }));
    expect(codeOf(faulty)).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('sends people whose number is known to the desk, five times an hour, and then tells nothing more', async () => {
    const idNumber = buildIdNumber();
    await buildResidentAccount(server, { idNumber });
    const { caller } = await signInResident(server, 'ok-curious');
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await caller.post('/residents', buildRegistration(server, { idNumber }));
      expect(codeOf(answer)).toEqual([409, 'RESIDENT_CLAIM_NEEDED']);
    }
    for (const next of [idNumber, buildIdNumber()]) {
      const answer = await caller.post('/residents', buildRegistration(server, { idNumber: next }));
      expect(codeOf(answer)).toEqual([429, 'RATE_LIMITED']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const faulty = await caller.post('/residents', buildRegistration(server, { idNumber: '1' }));
    expect(codeOf(faulty)).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('gives no more than five answers to many tries at once', async () => {
    const idNumber = buildIdNumber();
    await buildResidentAccount(server, { idNumber });
    const { caller } = await signInResident(server, 'ok-hasty');
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => caller.post('/residents', buildRegistration(server, { idNumber }))),
    );
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it('makes one person of twenty repeats at once, with each consent once', async () => {
    const { caller, accountId } = await signInResident(server, 'ok-repeat');
    const body = buildRegistration(server);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => caller.post<Resident>('/residents', body, 'repeat-1')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    const ids = new Set(answers.map((answer) => answer.body.id));
    expect(ids.size).toBe(1);
    const consents = (await rowsOf('consents')).filter((row) => row.accountId === accountId);
    expect(consents.map((row) => row.residentId)).toEqual([...ids, ...ids]);
  });

  it('answers a repeat with the person as it is by now, and another body with a mismatch', async () => {
    const { caller } = await signInResident(server, 'ok-repeat-later');
    const body = buildRegistration(server);
    const first = await caller.post<Resident>('/residents', body, 'later-1');
    await caller.put(`/residents/${first.body.id}`, { rev: 0, elderMode: false });
    const again = await caller.post<Resident>('/residents', body, 'later-1');
    expect(again.status).toBe(201);
    expect(again.body).toEqual({ ...first.body, elderMode: false, rev: 1 });
    const other = await caller.post('/residents', { ...body, name: '别人' }, 'later-1');
    expect(codeOf(other)).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
  });

  it('does not remember refusals', async () => {
    const { caller } = await signInResident(server, 'ok-second-thought');
    const body = buildRegistration(server);
    expect((await caller.post('/residents', { ...body, consents: [] }, 'thought')).status).toBe(403);
    expect((await caller.post('/residents', body, 'thought')).status).toBe(201);
  });

  it.each([null, '', 'ä', 'x'.repeat(129)])('needs a key of visible characters, not %p', async (key) => {
    const { caller } = await signInResident(server, 'ok-faulty');
    const headers: Record<string, string> = key ? { 'Idempotency-Key': key } : {};
    const options = { key: null, headers };
    const answer = await caller.send('POST', '/residents', buildRegistration(server), options);
    expect(codeOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('makes one person when an account registers twice at the same moment', async () => {
    const { caller } = await signInResident(server, 'ok-two-windows');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => caller.post('/residents', buildRegistration(server))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'RESIDENT_EXISTS')).toHaveLength(5);
  });

  it('gives an ID number to one of the accounts that send it at the same moment', async () => {
    const idNumber = buildIdNumber();
    const callers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => signInResident(server, `ok-same-${name}`)));
    const answers = await Promise.all(
      callers.map(({ caller }) => caller.post('/residents', buildRegistration(server, { idNumber }))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'RESIDENT_CLAIM_NEEDED')).toHaveLength(3);
  });

  it('leaves no person without consents and no consents without a person', async () => {
    const residents = (await rowsOf('residents')).map((row) => String(row._id));
    const consenting = (await rowsOf('consents')).map((row) => row.residentId as string);
    expect(new Set(consenting)).toEqual(new Set(residents));
    expect(consenting).toHaveLength(residents.length * 2);
  });
});
