import { createHmac, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { createApp } from '@linkang/server/app';
import { modules } from '@linkang/server/modules';
import { logSerializers } from '@linkang/server/platform/logger';
import jwt, { type SignOptions } from 'jsonwebtoken';
import pino from 'pino';
import { bodyOf, outcomeOf, sameBody } from '../support/answers';
import { buildIdNumber, buildRegistration, signInResident, signInStaff, STAFF_PASSWORD } from '../support/builders';
import { buildCitizen } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const SECRET = 'a-secret-that-only-this-test-knows-0123456789';
const key = createSecretKey(Buffer.from(createHmac('sha256', SECRET).update('access').digest('hex')));
const now = Math.floor(Date.parse(TEST_NOW) / 1000);

let server: TestServer;
let lines: string[];

beforeAll(async () => {
  lines = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString().split('\n').filter(Boolean));
      done();
    },
  });
  server = await startServer({
    tokenSecret: SECRET,
    log: pino({ level: 'trace', serializers: logSerializers }, stream),
  });
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = {
  sub: 'account',
  sid: 'sign-in',
  kind: 'resident',
  iat: now,
  exp: now + 3600,
  iss: 'linkang',
  aud: 'linkang-api',
};
const sign = (changes: Record<string, unknown> = {}, options: SignOptions = {}): string => {
  const payload = Object.fromEntries(
    Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== undefined),
  );
  return jwt.sign(payload, key, { algorithm: 'HS256', ...options });
};
const me = (authorization: string) =>
  new Caller(server.baseUrl).send('GET', '/me', undefined, { headers: { Authorization: authorization } });

describe('a token', () => {
  it('of our own is taken', async () => {
    expect(outcomeOf(await me(`Bearer ${sign()}`))).toBe('200');
  });

  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const attacks: Record<string, () => string> = {
    'without a signature': () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims)}.`,
    'without a signature, in capitals': () => `${base64({ alg: 'NONE', typ: 'JWT' })}.${base64(claims)}.`,
    'signed with RSA': () => jwt.sign(claims, privateKey, { algorithm: 'RS256' }),
    'signed with a public key as a secret': () =>
      jwt.sign(claims, createSecretKey(Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }) as string))),
    'signed with another secret': () => jwt.sign(claims, 'another-secret-another-secret-another'),
    'signed with the secret itself': () => jwt.sign(claims, SECRET),
    'with another algorithm of the same kind': () => sign({}, { algorithm: 'HS512' }),
    'with a key id that is a path': () => `${base64({ alg: 'HS256', kid: '../../dev/null' })}.${base64(claims)}.`,
    'whose claims were altered': () => {
      const [header, , signature] = sign().split('.');
      return [header, base64({ ...claims, kind: 'staff', roles: ['director'] }), signature].join('.');
    },
    'whose signature was cut': () => sign().slice(0, -1),
    'that ended': () => sign({ iat: now - 7200, exp: now }),
    'from the future': () => sign({ iat: now + 120 }),
    'that is not valid yet': () => sign({ nbf: now + 120 }),
    'for another audience': () => sign({ aud: 'elsewhere' }),
    'without an audience': () => sign({ aud: undefined }),
    'of another issuer': () => sign({ iss: 'elsewhere' }),
    'that is no token': () => 'x.y.z',
    'that is empty JSON': () => `${base64({})}.${base64({})}.`,
  };

  it.each(Object.keys(attacks))('%s is refused, always in the same words', async (name) => {
    const answer = await me(`Bearer ${attacks[name]?.()}`);
    expect(outcomeOf(answer)).toBe('401 AUTH_EXPIRED');
    expect(sameBody(answer)).toEqual(sameBody(await me('Bearer x')));
    // Also where nobody has to sign in.
    const open = await new Caller(server.baseUrl, attacks[name]?.()).get('/centre');
    expect(sameBody(open)).toEqual(sameBody(answer));
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'token'])('in the header %j is refused', async (header) => {
    expect(outcomeOf(await me(header))).toBe('401 AUTH_EXPIRED');
  });

  it('lasts an hour', async () => {
    const { caller } = await buildCitizen(server);
    server.clock.advanceMinutes(59.9);
    expect(outcomeOf(await caller.get('/me'))).toBe('200');
    server.clock.advanceMinutes(0.2);
    expect(outcomeOf(await caller.as(caller.token ?? '').get('/me'))).toBe('401 AUTH_EXPIRED');
  });

  it('is over after signing out, of residents and of staff; other sign-ins go on', async () => {
    const [first, second] = [await signInResident(server, 'ok-out'), await signInResident(server, 'ok-out')];
    const staff = await signInStaff(server, ['nurse']);
    for (const person of [first, staff]) {
      expect(outcomeOf(await person.caller.get('/me'))).toBe('200');
      expect(outcomeOf(await person.caller.post('/auth/logout'))).toBe('204');
      expect(sameBody(await person.caller.get('/me'))).toEqual(sameBody(await me('Bearer x')));
      expect(outcomeOf(await person.caller.get('/centre'))).toBe('401 AUTH_EXPIRED');
    }
    expect(outcomeOf(await second.caller.get('/me'))).toBe('200');
  });
});

describe('X-Forwarded-For', () => {
  const guess = async (target: TestServer, username: string, i: number): Promise<string> => {
    const headers = { 'X-Forwarded-For': `203.0.113.${i}, 198.51.100.${i}`, 'X-Real-IP': `203.0.113.${i}` };
    const body = { username, password: `${STAFF_PASSWORD}-wrong-${i}` };
    return outcomeOf(await new Caller(target.baseUrl).send('POST', '/auth/staff', body, { headers }));
  };

  it('is not believed: whoever changes it meets the same limit', async () => {
    const outcomes = [];
    for (let i = 1; i <= 7; i += 1) outcomes.push(await guess(server, 'forwarded', i));
    expect(outcomes).toEqual([...Array(5).fill('401 AUTH_FAILED'), ...Array(2).fill('429 RATE_LIMITED')]);
  });

  it('is believed as far as the own proxy wrote it: what stands before that is anybody’s', async () => {
    const seen: string[] = [];
    const deps = { ...server.deps, env: { ...server.deps.env, trustedProxies: 1 } };
    const app = createApp(deps, modules, {}, { ready: true });
    app.middleware.unshift(async (ctx, next) => {
      seen.push(ctx.ip);
      await next();
    });
    const behind = createServer(app.callback());
    await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(behind.address() as AddressInfo).port}/healthz`;
    for (const forged of ['203.0.113.7, ', '203.0.113.8, 203.0.113.9, ', ''])
      await fetch(url, { headers: { 'X-Forwarded-For': `${forged}198.51.100.1` } });
    await new Promise((resolve) => behind.close(resolve));
    expect(seen).toEqual(['198.51.100.1', '198.51.100.1', '198.51.100.1']);
  });
});

describe('the log', () => {
  it('has a line for each request and nothing about the person', async () => {
    const idNumber = buildIdNumber({ birthDay: '1947-11-23' });
    const secrets = { name: '欧阳静好', phone: '13911112222', detail: '桂花弄18号', code: 'ok-logged-person' };
    lines.length = 0;
    const anyone = new Caller(server.baseUrl);
    const { accessToken, refreshToken } = bodyOf(
      await anyone.post<{ accessToken: string; refreshToken: string }>('/auth/wechat', { code: secrets.code }),
    );
    const caller = anyone.as(accessToken);
    const { name, phone, detail } = secrets;
    const body = buildRegistration(server, { idNumber, name, phone, address: { detail } });
    const registered = await caller.post<{ id: string }>('/residents', body);
    const { id } = bodyOf(registered, 201);
    bodyOf(await caller.get(`/residents/${id}`));
    expect(outcomeOf(await caller.post('/residents', { ...body, idNumber: `${idNumber.slice(0, 17)}?` }))).toBe(
      '400 VALIDATION_FAILED',
    );
    const second = (await signInResident(server, 'ok-logged-other')).caller;
    // Faulty JSON, and a fault of our own beside the whole person.
    expect(outcomeOf(await caller.post('/residents', JSON.stringify(body).slice(0, -1)))).toBe('400 VALIDATION_FAILED');
    const broken = jest.spyOn(server.deps.keyring, 'encrypt').mockImplementation(() => {
      throw Object.assign(new Error('no key'), { document: body, body: JSON.stringify(body) });
    });
    const other = buildRegistration(server, { idNumber: buildIdNumber({ birthDay: '1947-11-23' }), name, phone });
    expect(outcomeOf(await second.post('/residents', other))).toBe('500 INTERNAL');
    broken.mockRestore();
    expect(outcomeOf(await caller.get(`/bookings?residentId=${id}&cursor=${idNumber}`))).toBe('400 VALIDATION_FAILED');
    expect(outcomeOf(await anyone.get(`/unknown/${idNumber}?phone=${phone}`))).toBe('404 NOT_FOUND');
    bodyOf(await anyone.post('/auth/refresh', { refreshToken }));
    await anyone.post('/auth/staff', { username: 'director', password: 'My-secret-password' });

    const text = lines.join('\n');
    const words = [...Object.values(secrets), idNumber, idNumber.slice(6, 14), accessToken, refreshToken, 'My-secret'];
    expect(words.filter((word) => text.includes(word))).toEqual([]);
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((entry) => entry.method);
    expect(entries).toHaveLength(11);
    expect(entries[1]).toMatchObject({
      method: 'POST',
      route: 'resident.create',
      status: 201,
      ms: expect.any(Number),
      actorId: expect.any(String),
      requestId: registered.headers.get('x-request-id'),
    });
    expect(entries[8]).toMatchObject({ route: 'unknown', status: 404, code: 'NOT_FOUND' });
  });
});
