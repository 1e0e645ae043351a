import { createHash } from 'node:crypto';
import { placeOf, type Sealed } from '@linkang/server/platform/keyring';
import type { Contract, ServicePackage } from '@linkang/shared/api/contract.routes';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, type Citizen } from '../support/clinic';
import { buildApplication, buildTeam, sign, SIGNATURE, signed, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

interface Page {
  items: Contract[];
  nextCursor: string | null;
}

let server: TestServer;
let anyone: Caller;
let director: Caller;
let teamId: string;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  director = teamStaff(server, ['director']);
  teamId = (await buildTeam())._id;
});
beforeEach(async () => {
  citizen = await buildCitizen(server);
});
afterAll(() => server.stop());

const rowsOf = (name: string) => server.deps.connection.collection(name);
const stored = (id: string) => rowsOf('contracts').findOne({ _id: id as never });

describe('GET /service-packages and /agreement', () => {
  const codesFor = async (caller: Caller, query = ''): Promise<string[]> =>
    bodyOf(await caller.get<{ items: ServicePackage[] }>(`/service-packages${query}`)).items.map((row) => row.code);

  it('offers what the centre has switched on, the basic package first, to anybody', async () => {
    expect(await codesFor(anyone)).toEqual(['BASIC', 'BASIC_ELDERLY', 'BASIC_HTN', 'BASIC_T2DM']);
    const [basic] = bodyOf(await anyone.get<{ items: ServicePackage[] }>('/service-packages')).items;
    expect(basic).toMatchObject({ id: 'BASIC', priceFen: 0, forWhom: '所有居民', textVersion: '2026-1' });
    expect(basic?.items[0]).toEqual({ code: 'RECORD', name: '建立并更新健康档案', yearlyQuantity: 1 });
  });

  it('offers the elders’ package from the 65th birthday on, and says what the team confirms', async () => {
    const codesBorn = async (birthDay: string) => {
      const person = await buildCitizen(server, { birthDay });
      return codesFor(person.caller, `?residentId=${person.residentId}`);
    };
    expect(await codesBorn('1961-06-04')).toContain('BASIC_ELDERLY');
    expect(await codesBorn('1961-06-05')).toEqual(['BASIC', 'BASIC_HTN', 'BASIC_T2DM']);
    const answer = await citizen.caller.get<{ items: ServicePackage[] }>(
      `/service-packages?residentId=${citizen.residentId}`,
    );
    expect(answer.body.items.map((row) => row.forWhom)).toEqual([
      '所有居民',
      '65岁及以上老年人',
      '高血压患者，由签约团队核实',
      '2型糖尿病患者，由签约团队核实',
    ]);
  });

  it('tells nobody whether a package fits somebody else', async () => {
    const other = await buildCitizen(server);
    const url = `/service-packages?residentId=${other.residentId}`;
    const answers = await Promise.all([anyone, citizen.caller, director].map((caller) => caller.get(url)));
    expect(answers.map(outcomeOf)).toEqual(['401 AUTH_REQUIRED', '404 NOT_FOUND', '403 FORBIDDEN']);
  });

  it('gives the agreement word by word', async () => {
    const { version, title, html } = server.deps.config.contract.agreement;
    expect(bodyOf(await anyone.get('/agreement'))).toEqual({ version, title, html });
  });
});

describe('POST /contracts', () => {
  it('makes an application that waits for review', async () => {
    const contract = await signed(citizen, teamId, { packageIds: ['BASIC_HTN'], termYears: 2 });
    expect(contract).toMatchObject({
      status: 'pendingReview',
      residentId: citizen.residentId,
      residentName: '李秀兰',
      teamId,
      teamName: '青禾团队',
      packages: [
        { id: 'BASIC', code: 'BASIC', name: '基础服务包（免费）' },
        { id: 'BASIC_HTN', code: 'BASIC_HTN', name: '高血压基础包（免费）' },
      ],
      termYears: 2,
      textVersion: '2026-1',
      signedAt: server.clock.now().toISOString(),
      startDay: null,
      endDay: null,
      decidedAt: null,
      can: { withdraw: true, approve: false, reject: false },
      rev: 0,
    });
    expect(contract).not.toHaveProperty('idNumberMasked');
  });

  it('keeps the evidence, and the signature encrypted and apart', async () => {
    const { id } = await signed(citizen, teamId);
    const png = Buffer.from(SIGNATURE.split(',')[1] ?? '', 'base64');
    expect((await stored(id))?.evidence).toEqual({
      at: server.clock.now(),
      channel: 'h5',
      address: expect.stringContaining('127.0.0.1'),
      userAgent: 'node',
      textHash: server.deps.config.contract.agreement.sha256,
      signatureHash: createHash('sha256').update(png).digest('hex'),
    });
    expect(await stored(id)).toMatchObject({
      signedBy: citizen.accountId,
      packageVersion: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const kept = await rowsOf('signatures').findOne({ _id: id as never });
    expect(JSON.stringify(kept)).not.toContain(png.toString('base64').slice(0, 40));
    const { sealed } = kept as unknown as { sealed: Sealed };
    expect(server.deps.keyring.decrypt(sealed, placeOf('signatures', 'sealed', id))).toBe(png.toString('base64'));
  });

  it.each([
    ['an unknown team', { teamId: 'nobody' }, ['body.teamId UNKNOWN']],
    ['an unknown package', { packageIds: ['BASIC', 'NONE'] }, ['body.packageIds.1 UNKNOWN']],
    ['a package that is switched off', { packageIds: ['PAID_HTN_PLUS'] }, ['body.packageIds.0 UNKNOWN']],
    ['no package', { packageIds: [] }, ['body.packageIds EMPTY']],
    ['a term of four years', { termYears: 4 }, ['body.termYears TERM']],
    ['a term in words', { termYears: '1' }, ['body.termYears TERM']],
    ['no text version', { textVersion: '' }, ['body.textVersion EMPTY']],
    ['no signature', { signature: undefined }, ['body.signature MISSING']],
    ['another kind of picture', { signature: 'data:image/jpeg;base64,AAAA' }, ['body.signature SIGNATURE']],
    ['a resident id that is none', { residentId: { $ne: '' } }, ['body.residentId TYPE']],
  ])('refuses %s', async (_name, changes, faults) => {
    const answer = await sign(citizen, teamId, changes);
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });

  it('refuses the elders’ package to the young', async () => {
    const young = await buildCitizen(server, { birthDay: '1990-01-01' });
    const answer = await sign(young, teamId, { packageIds: ['BASIC', 'BASIC_ELDERLY'] });
    expect(faultsOf(answer)).toEqual(['body.packageIds.1 NOT_ELIGIBLE']);
  });

  it('refuses a text that is not the current one', async () => {
    expect(outcomeOf(await sign(citizen, teamId, { textVersion: '2025-1' }))).toBe('409 STATE_CONFLICT');
  });

  it('is for oneself, with a sign-in', async () => {
    const other = await buildCitizen(server);
    const body = buildApplication(other, teamId);
    expect(outcomeOf(await citizen.caller.post('/contracts', body))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await citizen.caller.post('/contracts', { ...body, residentId: 'nobody' }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await anyone.post('/contracts', body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await director.post('/contracts', body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await citizen.caller.post('/contracts', body, null))).toBe('400 VALIDATION_FAILED');
    expect(await rowsOf('contracts').countDocuments({ residentId: other.residentId })).toBe(0);
  });

  it('shows the contract in the way of a second one', async () => {
    const first = await signed(citizen, teamId);
    const answer = await sign(citizen, teamId);
    expect(outcomeOf(answer)).toBe('409 CONTRACT_ACTIVE');
    expect((answer.body as unknown as Problem).conflict).toEqual(first);
    bodyOf(await director.post(`/contracts/${first.id}/approve`));
    expect(outcomeOf(await sign(citizen, teamId))).toBe('409 CONTRACT_ACTIVE');
  });

  it('makes one contract of twenty different submissions at once, and keeps one signature', async () => {
    const before = await rowsOf('signatures').countDocuments();
    const answers = await Promise.all(Array.from({ length: 20 }, () => sign(citizen, teamId)));
    expect(countOutcomes(answers)).toEqual({ 201: 1, '409 CONTRACT_ACTIVE': 19 });
    expect(await rowsOf('contracts').countDocuments({ residentId: citizen.residentId })).toBe(1);
    expect(await rowsOf('signatures').countDocuments()).toBe(before + 1);
  });

  it('gives one contract to twenty repeats of a submission, also later in its then state', async () => {
    const before = await rowsOf('signatures').countDocuments();
    const answers = await Promise.all(Array.from({ length: 20 }, () => sign(citizen, teamId, {}, 'once')));
    expect(countOutcomes(answers)).toEqual({ 201: 20 });
    const id = answers[0]?.body.id ?? '';
    expect(new Set(answers.map((answer) => answer.body.id))).toEqual(new Set([id]));
    expect(await rowsOf('signatures').countDocuments()).toBe(before + 1);
    expect(outcomeOf(await sign(citizen, teamId, { termYears: 2 }, 'once'))).toBe('422 IDEMPOTENCY_MISMATCH');
    bodyOf(await citizen.caller.post(`/contracts/${id}/withdraw`));
    expect(bodyOf(await sign(citizen, teamId, {}, 'once'), 201)).toMatchObject({ id, status: 'withdrawn' });
  });

  it('is refused by a full team with a hard limit, and taken by a full team without', async () => {
    const hard = await buildTeam({ capacity: 0, hardLimit: true });
    const soft = await buildTeam({ capacity: 0 });
    expect(outcomeOf(await sign(citizen, hard._id))).toBe('409 CONTRACT_TEAM_FULL');
    const { id } = await signed(citizen, soft._id);
    expect(bodyOf(await director.get<Contract>(`/contracts/${id}`)).capacityWarning).toBe(true);
  });
});

describe('GET /contracts', () => {
  it('gives a resident the own ones, newest first', async () => {
    const first = await signed(citizen, teamId);
    bodyOf(await citizen.caller.post(`/contracts/${first.id}/withdraw`));
    server.clock.advanceMinutes(1);
    const second = await signed(citizen, teamId);
    for (const url of ['/contracts', `/contracts?residentId=${citizen.residentId}`])
      expect(bodyOf(await citizen.caller.get<Page>(url)).items.map((row) => row.id)).toEqual([second.id, first.id]);
    expect(bodyOf(await citizen.caller.get<Page>('/contracts?status=withdrawn')).items.map((row) => row.id)).toEqual([
      first.id,
    ]);
  });

  it('is empty before registration and closed to others', async () => {
    const token = server.deps.tokens.signAccess({ kind: 'resident', accountId: 'new', signInId: 'test' });
    expect(bodyOf(await anyone.as(token).get('/contracts'))).toEqual({ items: [], nextCursor: null });
    const { id } = await signed(citizen, teamId);
    const other = await buildCitizen(server);
    expect(outcomeOf(await other.caller.get(`/contracts?residentId=${citizen.residentId}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await other.caller.get(`/contracts/${id}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await anyone.get('/contracts'))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await teamStaff(server, ['editor']).get('/contracts'))).toBe('403 FORBIDDEN');
  });

  it.each(['status=lost', 'limit=0', 'cursor=x', 'residentId=a%20b'])('refuses %s', async (query) => {
    expect(outcomeOf(await citizen.caller.get(`/contracts?${query}`))).toBe('400 VALIDATION_FAILED');
  });
});
