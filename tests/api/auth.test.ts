import type { Problem } from '@linkang/shared/errors';
import { ACCESS_TOKEN_SECONDS } from '@linkang/server/platform/tokens';
import { buildResidentAccount, registerResident, signInResident, signInStaff } from '../support/builders';
import { Caller, type Answer } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

interface Pair {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  account: { id: string; kind: string; name?: string; roles?: string[] };
}

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const codeOf = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as Problem).code];
const faultsOf = (body: unknown): string[] => ((body as Problem).fields ?? []).map((f) => `${f.path} ${f.code}`);
const laterBy = (seconds: number): void =>
  server.clock.set(new Date(server.clock.now().getTime() + seconds * 1000).toISOString());
const HOUR = 3600;
const DAY = 24 * HOUR;

const refresh = (refreshToken: string, userAgent = 'phone-1'): Promise<Answer<Pair>> =>
  anyone.send<Pair>('POST', '/auth/refresh', { refreshToken }, { headers: { 'User-Agent': userAgent } });
const signIn = async (code: string, userAgent = 'phone-1'): Promise<Pair> =>
  (await anyone.send<Pair>('POST', '/auth/wechat', { code }, { headers: { 'User-Agent': userAgent } })).body;

describe('POST /auth/wechat', () => {
  it('signs a person in, each time with the same account', async () => {
    const first = await anyone.post<Pair>('/auth/wechat', { code: 'ok-zhao' });
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: ACCESS_TOKEN_SECONDS,
      account: { id: expect.any(String), kind: 'resident' },
    });
    const second = await anyone.post<Pair>('/auth/wechat', { code: 'ok-zhao' });
    expect(second.body.account).toEqual(first.body.account);
    expect(second.body.refreshToken).not.toBe(first.body.refreshToken);
    const other = await anyone.post<Pair>('/auth/wechat', { code: 'ok-qian' });
    expect(other.body.account.id).not.toBe(first.body.account.id);
  });

  it('makes one account of twenty first sign-ins at once', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => signInResident(server, 'ok-crowd')));
    expect(new Set(people.map(({ accountId }) => accountId)).size).toBe(1);
  });

  it.each([
    ['bad', 401, 'AUTH_FAILED'],
    ['used', 401, 'AUTH_FAILED'],
    ['risk', 403, 'FORBIDDEN'],
  ])('answers the code %p with %i %s', async (code, status, problem) => {
    expect(codeOf(await anyone.post('/auth/wechat', { code }))).toEqual([status, problem]);
  });

  it('tries again when WeChat is busy', async () => {
    expect((await anyone.post('/auth/wechat', { code: 'busy-sun' })).status).toBe(200);
  });

  it.each([
    [{}, 'body.code MISSING'],
    [{ code: '' }, 'body.code EMPTY'],
    [{ code: 'x'.repeat(129) }, 'body.code TOO_LONG'],
    [{ code: { $ne: null } }, 'body.code TYPE'],
  ])('refuses %j', async (body, fault) => {
    const answer = await anyone.post('/auth/wechat', body);
    expect(codeOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(faultsOf(answer.body)).toEqual([fault]);
  });

  it('ignores an old token', async () => {
    expect((await anyone.as('broken').post('/auth/wechat', { code: 'ok-old-token' })).status).toBe(200);
  });
});

describe('POST /auth/refresh', () => {
  it('gives a new pair at each use', async () => {
    const first = await signIn('ok-rotate');
    const second = await refresh(first.refreshToken);
    expect(second.status).toBe(200);
    expect(second.body.account).toEqual(first.account);
    expect(second.body.refreshToken).not.toBe(first.refreshToken);
    expect((await anyone.as(second.body.accessToken).get('/me')).status).toBe(200);
    expect((await refresh(second.body.refreshToken)).status).toBe(200);
  });

  it('gives twenty refreshes of one device at once the same successor', async () => {
    const { refreshToken } = await signIn('ok-many-tabs');
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const successors = new Set(answers.map(({ body }) => body.refreshToken));
    expect(successors.size).toBe(1);
    expect((await refresh([...successors][0]!)).status).toBe(200);
  });

  it('gives the successor once more within ten seconds, and then ends the sign-in', async () => {
    const first = await signIn('ok-lost-reply');
    const second = (await refresh(first.refreshToken)).body;
    laterBy(10);
    expect((await refresh(first.refreshToken)).body.refreshToken).toBe(second.refreshToken);
    laterBy(1);
    expect(codeOf(await refresh(first.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
    expect(codeOf(await refresh(second.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
    for (const { accessToken } of [first, second])
      expect(codeOf(await anyone.as(accessToken).get('/me'))).toEqual([401, 'AUTH_EXPIRED']);
  });

  it('ends the sign-in when another device brings a used token', async () => {
    const first = await signIn('ok-stolen');
    const second = (await refresh(first.refreshToken)).body;
    expect(codeOf(await refresh(first.refreshToken, 'thief'))).toEqual([401, 'AUTH_EXPIRED']);
    expect(codeOf(await refresh(second.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
    expect(codeOf(await anyone.as(second.accessToken).get('/me'))).toEqual([401, 'AUTH_EXPIRED']);
  });

  it('ends the sign-in when a token from two uses ago comes back', async () => {
    const first = await signIn('ok-older');
    const second = (await refresh(first.refreshToken)).body;
    const third = (await refresh(second.refreshToken)).body;
    expect(codeOf(await refresh(first.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
    expect(codeOf(await refresh(third.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
  });

  it('leaves the other sign-ins of the person alone', async () => {
    const phone = await signIn('ok-two-phones');
    const tablet = await signIn('ok-two-phones', 'tablet');
    await refresh(phone.refreshToken);
    await refresh(phone.refreshToken, 'thief');
    expect((await refresh(tablet.refreshToken, 'tablet')).status).toBe(200);
  });

  it('does not take tokens that were made elsewhere', async () => {
    const { refreshToken } = await signIn('ok-forger');
    const [id, , mac] = refreshToken.split('.');
    for (const forged of ['x', 'a.b.c', `${id}.1.${mac}`, `${id}.0.${'A'.repeat(43)}`])
      expect(codeOf(await refresh(forged))).toEqual([401, 'AUTH_EXPIRED']);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it('keeps a resident signed in for thirty days after each use', async () => {
    let pair = await signIn('ok-patient');
    for (let month = 0; month < 2; month += 1) {
      laterBy(30 * DAY - 1);
      const answer = await refresh(pair.refreshToken);
      expect(answer.status).toBe(200);
      pair = answer.body;
    }
    laterBy(30 * DAY);
    expect(codeOf(await refresh(pair.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
  });

  it('keeps staff signed in for twelve hours, however often they refresh', async () => {
    const { refreshToken } = await signInStaff(server, ['nurse']);
    laterBy(11 * HOUR);
    const answer = await refresh(refreshToken);
    expect(answer.status).toBe(200);
    laterBy(HOUR);
    expect(codeOf(await refresh(answer.body.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
  });

  it("reads the staff's roles anew, and ends the sign-in of those who left", async () => {
    const { accountId, refreshToken } = await signInStaff(server, ['doctor']);
    const staffs = server.deps.connection.collection<{ _id: string }>('staffs');
    await staffs.updateOne({ _id: accountId }, { $set: { roles: ['editor'], teamIds: ['team-9'] } });
    const changed = (await refresh(refreshToken)).body;
    expect(changed.account.roles).toEqual(['editor']);
    expect(server.deps.tokens.readAccess(changed.accessToken)).toMatchObject({
      roles: ['editor'],
      teamIds: ['team-9'],
    });
    await staffs.updateOne({ _id: accountId }, { $set: { active: false } });
    expect(codeOf(await anyone.as(changed.accessToken).get('/me'))).toEqual([401, 'AUTH_EXPIRED']);
    expect(codeOf(await refresh(changed.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
    await staffs.updateOne({ _id: accountId }, { $set: { active: true } });
    expect(codeOf(await refresh(changed.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
  });

  it('names the own person in the token as soon as it is registered', async () => {
    const pair = await signIn('ok-newcomer');
    expect(server.deps.tokens.readAccess(pair.accessToken)).not.toHaveProperty('ownResidentId');
    const { id } = await registerResident(server, anyone.as(pair.accessToken));
    const { accessToken } = (await refresh(pair.refreshToken)).body;
    expect(server.deps.tokens.readAccess(accessToken)).toMatchObject({ ownResidentId: id });
    expect(server.deps.tokens.readAccess((await signIn('ok-newcomer')).accessToken)).toMatchObject({
      ownResidentId: id,
    });
  });

  it.each([
    [{}, 'body.refreshToken MISSING'],
    [{ refreshToken: '' }, 'body.refreshToken EMPTY'],
    [{ refreshToken: 'x'.repeat(257) }, 'body.refreshToken TOO_LONG'],
    [{ refreshToken: 1 }, 'body.refreshToken TYPE'],
  ])('refuses %j', async (body, fault) => {
    const answer = await anyone.post('/auth/refresh', body);
    expect(codeOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(faultsOf(answer.body)).toEqual([fault]);
  });
});

describe('POST /auth/logout', () => {
  it('ends this sign-in at once, and no other', async () => {
    const phone = await signIn('ok-leaver');
    const tablet = await signIn('ok-leaver', 'tablet');
    const answer = await anyone.as(phone.accessToken).post('/auth/logout');
    expect([answer.status, answer.body]).toEqual([204, {}]);
    expect(codeOf(await anyone.as(phone.accessToken).get('/me'))).toEqual([401, 'AUTH_EXPIRED']);
    expect(codeOf(await refresh(phone.refreshToken))).toEqual([401, 'AUTH_EXPIRED']);
    expect((await anyone.as(tablet.accessToken).get('/me')).status).toBe(200);
    expect((await refresh(tablet.refreshToken, 'tablet')).status).toBe(200);
  });

  it('is for staff too', async () => {
    const { caller } = await signInStaff(server, ['editor']);
    expect((await caller.post('/auth/logout')).status).toBe(204);
    expect(codeOf(await caller.get('/me'))).toEqual([401, 'AUTH_EXPIRED']);
  });

  it('needs a sign-in', async () => {
    expect(codeOf(await anyone.post('/auth/logout'))).toEqual([401, 'AUTH_REQUIRED']);
  });
});

describe('GET /me', () => {
  it('names the people whom a resident may act for', async () => {
    const { caller, accountId } = await signInResident(server, 'ok-me');
    expect((await caller.get('/me')).body).toEqual({
      account: { id: accountId, kind: 'resident' },
      residents: [],
      consentsDue: [],
    });
    const { id } = await registerResident(server, caller, { name: '王建国' });
    await buildResidentAccount(server);
    expect((await caller.get('/me')).body.residents).toEqual([
      { id, name: '王建国', relation: 'self', scopes: ['book', 'report', 'record', 'consult'], elderMode: true },
    ]);
  });

  it('names roles of staff', async () => {
    const { caller, accountId } = await signInStaff(server, ['desk', 'editor'], { username: 'sun.xm', name: '孙小梅' });
    expect((await caller.get('/me')).body).toEqual({
      account: {
        id: accountId,
        kind: 'staff',
        username: 'sun.xm',
        name: '孙小梅',
        roles: ['desk', 'editor'],
        rights: [],
        mustChangePassword: false,
        otp: 'off',
        idleMinutes: 15,
      },
      residents: [],
      consentsDue: [],
    });
  });

  it('needs a token that still runs', async () => {
    expect(codeOf(await anyone.get('/me'))).toEqual([401, 'AUTH_REQUIRED']);
    expect(codeOf(await anyone.as('broken').get('/me'))).toEqual([401, 'AUTH_EXPIRED']);
    const { caller } = await signInResident(server, 'ok-sleeper');
    laterBy(ACCESS_TOKEN_SECONDS - 1);
    expect((await caller.get('/me')).status).toBe(200);
    laterBy(1);
    expect(codeOf(await caller.get('/me'))).toEqual([401, 'AUTH_EXPIRED']);
  });
});

describe('where there is neither an official account nor text messages', () => {
  it('nobody is offered these ways', async () => {
    expect((await anyone.get('/auth/ways')).body).toEqual({ official: false, phoneCode: false });
    const brought = { code: 'c', state: 's', key: 'k' };
    for (const [url, body] of [
      ['/auth/official/start', {}],
      ['/auth/official', brought],
      ['/auth/phone-codes', { phone: '13800138000' }],
    ] as const)
      expect(codeOf(await anyone.post(url, body))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('GET /demo-people', () => {
  it('is there only where a demo is', async () => {
    expect(codeOf(await anyone.get('/demo-people'))).toEqual([404, 'NOT_FOUND']);
    await signInStaff(server, ['director'], { demo: true });
    const { status, body } = await anyone.get<{ items: Record<string, string>[]; staff: Record<string, string>[] }>(
      '/demo-people',
    );
    expect(status).toBe(200);
    expect(body.items.map(({ code }) => code)).toEqual(['ok-chen', 'ok-wang', 'ok-li', 'ok-ma']);
    expect(body.items[0]).toEqual({ code: 'ok-chen', name: '陈女士', description: expect.stringMatching(/^42岁，/) });
    expect(body.staff.map(({ username }) => username)).toEqual([
      'director',
      'doctor',
      'nurse',
      'desk',
      'editor',
      'admin',
      'health',
      'auditor',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/\d{11}/);
    server.deps.env.mode = 'production';
    try {
      expect(codeOf(await anyone.get('/demo-people'))).toEqual([404, 'NOT_FOUND']);
    } finally {
      server.deps.env.mode = 'test';
    }
  });
});
