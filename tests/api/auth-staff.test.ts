import { request as httpRequest } from 'node:http';
import { createStaff } from '@linkang/server/modules/staff';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Problem } from '@linkang/shared/errors';
import { STAFF_PASSWORD } from '../support/builders';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

type Pair = CallReply<AuthRoutes['staff']>;

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterAll(() => server.stop());

const codeOf = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as Problem).code];
const faultsOf = (body: unknown): string[] => ((body as Problem).fields ?? []).map((f) => `${f.path} ${f.code}`);

describe('POST /auth/staff', () => {
  const newStaff = (username: string) => ({
    username,
    name: '周明远',
    title: '主任',
    roles: ['director', 'doctor'] as const,
    teamIds: ['team-1'],
    password: STAFF_PASSWORD,
    demo: false,
  });

  it('signs staff in, however the name is written', async () => {
    const staff = await createStaff(newStaff('Zhou.MY'));
    for (const username of ['zhou.my', 'ZHOU.MY', ' zhou.my ']) {
      const { status, body } = await anyone.post<Pair>('/auth/staff', { username, password: STAFF_PASSWORD });
      expect(status).toBe(200);
      expect(body.account).toEqual({
        id: staff?.id,
        kind: 'staff',
        username: 'zhou.my',
        name: '周明远',
        roles: ['director', 'doctor'],
        rights: [],
        mustChangePassword: false,
        otp: 'off',
        idleMinutes: 15,
      });
      expect(server.deps.tokens.readAccess(body.accessToken)).toMatchObject({
        kind: 'staff',
        roles: ['director', 'doctor'],
        teamIds: ['team-1'],
      });
    }
  });

  it('makes a user name once', async () => {
    expect(await createStaff(newStaff('twice'))).not.toBeNull();
    expect(await createStaff(newStaff('TWICE'))).toBeNull();
  });

  it('keeps only a salted slow hash of the password', async () => {
    await createStaff(newStaff('hash-1'));
    await createStaff(newStaff('hash-2'));
    const rows = await server.deps.connection
      .collection('staffs')
      .find({ username: /^hash-/ })
      .toArray();
    const hashes = rows.map((row) => row.passwordHash as string);
    expect(new Set(hashes).size).toBe(2);
    for (const hash of hashes) expect(hash).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  });

  it('answers the same whatever is wrong', async () => {
    await createStaff(newStaff('known'));
    await createStaff(newStaff('left'));
    await server.deps.connection.collection('staffs').updateOne({ username: 'left' }, { $set: { active: false } });
    const tries = [
      { username: 'known', password: 'wrong' },
      { username: 'known', password: `${STAFF_PASSWORD} ` },
      { username: 'unknown', password: STAFF_PASSWORD },
      { username: 'left', password: STAFF_PASSWORD },
      { username: '; drop table', password: "' or 1=1" },
    ];
    const answers = await Promise.all(tries.map((body) => anyone.post('/auth/staff', body)));
    const bodies = answers.map(({ status, body }) => JSON.stringify({ status, ...body, requestId: '' }));
    expect(new Set(bodies).size).toBe(1);
    expect(codeOf(answers[0]!)).toEqual([401, 'AUTH_FAILED']);
  });

  it('takes as long for an unknown name as for a wrong password', async () => {
    await createStaff(newStaff('timed'));
    const measure = async (username: string): Promise<number> => {
      const startedMs = performance.now();
      await anyone.post('/auth/staff', { username, password: 'wrong' });
      return performance.now() - startedMs;
    };
    const known = Math.min(await measure('timed'), await measure('timed'), await measure('timed'));
    const unknown = Math.min(await measure('nobody'), await measure('nobody'), await measure('nobody'));
    // Without the slow hash an unknown name would answer in a twentieth of the time.
    expect(unknown).toBeGreaterThan(known / 3);
  });

  it('locks a name and address after five failures, also for the right password', async () => {
    await createStaff(newStaff('locked'));
    const attempt = (password: string) => anyone.post('/auth/staff', { username: 'Locked', password });
    for (let tries = 0; tries < 5; tries += 1) expect(codeOf(await attempt('wrong'))).toEqual([401, 'AUTH_FAILED']);
    for (const password of ['wrong', STAFF_PASSWORD]) {
      const answer = await attempt(password);
      expect(codeOf(answer)).toEqual([429, 'RATE_LIMITED']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(600);
    }
    await createStaff(newStaff('not-locked'));
    const other = await anyone.post('/auth/staff', { username: 'not-locked', password: STAFF_PASSWORD });
    expect(other.status).toBe(200);
  });

  it('counts failures alone, and forgets them on success', async () => {
    await createStaff(newStaff('forgetful'));
    const attempt = async (password: string): Promise<number> =>
      (await anyone.post('/auth/staff', { username: 'forgetful', password })).status;
    for (let round = 0; round < 2; round += 1) {
      for (let tries = 0; tries < 4; tries += 1) expect(await attempt('wrong')).toBe(401);
      expect(await attempt(STAFF_PASSWORD)).toBe(200);
    }
    const many = await Promise.all(Array.from({ length: 8 }, () => attempt(STAFF_PASSWORD)));
    expect(many).toEqual(Array(8).fill(200));
  });

  it('gives no more than five answers to many guesses at once', async () => {
    await createStaff(newStaff('stormed'));
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => anyone.post('/auth/staff', { username: 'stormed', password: 'wrong' })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it('locks a name after thirty failures from many addresses', async () => {
    await createStaff(newStaff('hunted'));
    const attempt = (localAddress: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const headers = { 'Content-Type': 'application/json' };
        const sent = httpRequest(`${server.baseUrl}/api/v1/auth/staff`, { method: 'POST', headers, localAddress });
        sent.on('response', (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        sent.on('error', reject);
        sent.end(JSON.stringify({ username: 'hunted', password: 'wrong' }));
      });
    for (let host = 2; host <= 7; host += 1) {
      const statuses = await Promise.all(Array.from({ length: 5 }, () => attempt(`127.0.0.${host}`)));
      expect(statuses).toEqual(Array(5).fill(401));
    }
    expect(await attempt('127.0.0.8')).toBe(429);
  });

  it.each([
    [{ username: 'a' }, ['body.password MISSING']],
    [{ username: '', password: '' }, ['body.username EMPTY', 'body.password EMPTY']],
    [{ username: 'x'.repeat(65), password: 'x' }, ['body.username TOO_LONG']],
    [{ username: 'x', password: 'x'.repeat(257) }, ['body.password TOO_LONG']],
    [{ username: { $gt: '' }, password: 'x' }, ['body.username TYPE']],
  ])('refuses %j', async (body, faults) => {
    const answer = await anyone.post('/auth/staff', body);
    expect(codeOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(faultsOf(answer.body)).toEqual(faults);
  });
});
