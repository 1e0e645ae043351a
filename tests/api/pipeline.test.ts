import { gzipSync } from 'node:zlib';
import { errorCatalogue, type ErrorCode } from '@linkang/shared/errors';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, buildSessionBody, openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { sendRaw, type RawAnswer } from '../support/raw-http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;
let api: string;

beforeAll(async () => {
  server = await startServer({ limits: false });
  anyone = new Caller(server.baseUrl);
  api = `${server.baseUrl}/api/v1`;
});
afterAll(() => server.stop());

const desk = (): Caller => staffCaller(server, ['desk']);
const jsonHeaders = (caller: Caller, more: Record<string, string> = {}): Record<string, string> => ({
  Authorization: `Bearer ${caller.token}`,
  'Content-Type': 'application/json',
  'Idempotency-Key': 'raw',
  ...more,
});
const post = (path: string, body: string | Buffer, headers: Record<string, string>): Promise<RawAnswer> =>
  sendRaw(`${api}${path}`, { method: 'POST', headers, body });
const codeOf = ({ status, body }: RawAnswer): string => `${status} ${body.code}`;

/** @throws when the answer is not the whole problem of its code */
function expectProblem(answer: RawAnswer, code: ErrorCode): void {
  const row = errorCatalogue[code];
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.status).toBe(row.status);
  expect(answer.body).toMatchObject({ code, status: row.status, title: row.title, detail: row.detail });
  expect(answer.body).toMatchObject({ type: `urn:linkang:error:${code}`, requestId: answer.headers['x-request-id'] });
  expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(
    Object.keys(answer.body)
      .filter((key) => !['fields'].includes(key))
      .sort(),
  ).toEqual(['code', 'detail', 'requestId', 'status', 'title', 'type'].sort());
}

describe('refusals', () => {
  it('have one shape', async () => {
    const headers = jsonHeaders(desk());
    expectProblem(await sendRaw(`${api}/bookings/x`), 'AUTH_REQUIRED');
    expectProblem(await sendRaw(`${api}/bookings/x`, { headers: { Authorization: 'Bearer x' } }), 'AUTH_EXPIRED');
    const editor = jsonHeaders(staffCaller(server, ['editor']));
    expectProblem(await sendRaw(`${api}/bookings/x`, { headers: editor }), 'FORBIDDEN');
    expectProblem(await sendRaw(`${api}/sessions/x`), 'NOT_FOUND');
    expectProblem(await sendRaw(`${api}/sessions`), 'VALIDATION_FAILED');
    expectProblem(
      await post('/sessions', 'x', jsonHeaders(desk(), { 'Content-Type': 'text/plain' })),
      'UNSUPPORTED_MEDIA_TYPE',
    );
    expectProblem(await post('/sessions', `{"place":"${'x'.repeat(110_000)}"}`, headers), 'PAYLOAD_TOO_LARGE');
  });

  it.each(['/nothing', '/sessions/a/b/c', '/../v2/sessions', '//sessions', '/%00', '/sessions%2Fx'])(
    'answer 404 for the unknown path %s, whatever the method',
    async (path) => {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'])
        expect(codeOf(await sendRaw(`${api}${path}`, { method }))).toBe('404 NOT_FOUND');
    },
  );

  it.each([
    ['DELETE', '/sessions', 'GET, HEAD, POST'],
    ['PATCH', '/sessions', 'GET, HEAD, POST'],
    ['PUT', '/bookings', 'GET, HEAD, POST'],
    ['PATCH', '/residents/x', 'GET, HEAD, PUT'],
    ['GET', '/auth/logout', 'POST'],
    ['PROPFIND', '/bookings/x', 'GET, HEAD'],
  ])('answer 405 with Allow for %s %s', async (method, path, allow) => {
    const answer = await sendRaw(`${api}${path}`, { method });
    expectProblem(answer, 'METHOD_NOT_ALLOWED');
    expect(String(answer.headers.allow).split(', ').sort().join(', ')).toBe(allow);
  });

  it('leave an unexpected fault without its reason', async () => {
    const broken = jest.spyOn(server.deps.clock, 'now').mockImplementation(() => {
      throw new Error('secret reason');
    });
    const answer = await sendRaw(`${api}/centre`).finally(() => broken.mockRestore());
    expectProblem(answer, 'INTERNAL');
    expect(answer.text).not.toContain('secret');
  });
});

describe('bodies', () => {
  const padded = (bytes: number): string => {
    const body = JSON.stringify({ pad: '' });
    return body.replace('""', `"${'x'.repeat(bytes - body.length)}"`);
  };

  it('may have 100 KB, 400 KB where a signature travels, 1 MB for articles, and not a byte more', async () => {
    const citizen = await buildCitizen(server);
    const editor = staffCaller(server, ['editor']);
    for (const [caller, path, limit] of [
      [citizen.caller, '/bookings', 100 * 1024],
      [citizen.caller, '/contracts', 400 * 1024],
      [editor, '/articles', 1024 * 1024],
    ] as const) {
      expect(codeOf(await post(path, padded(limit), jsonHeaders(caller)))).toBe('400 VALIDATION_FAILED');
      expect(codeOf(await post(path, padded(limit + 1), jsonHeaders(caller)))).toBe('413 PAYLOAD_TOO_LARGE');
    }
  });

  it('are stopped at the limit also when their length is not told, or when they are compressed', async () => {
    const chunked = jsonHeaders(desk(), { 'Transfer-Encoding': 'chunked' });
    expect(codeOf(await post('/sessions', padded(200_000), chunked))).toBe('413 PAYLOAD_TOO_LARGE');
    const bomb = gzipSync(`{"place":"${'x'.repeat(50_000_000)}"}`);
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage().rss;
    const answer = await post('/sessions', bomb, jsonHeaders(desk(), { 'Content-Encoding': 'gzip' }));
    expect(codeOf(answer)).toBe('413 PAYLOAD_TOO_LARGE');
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    const small = gzipSync(JSON.stringify(buildSessionBody()));
    expect((await post('/sessions', small, jsonHeaders(desk(), { 'Content-Encoding': 'gzip' }))).status).toBe(201);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'of type %s are refused',
    async (type) => {
      const answer = await post('/sessions', 'place=x', jsonHeaders(desk(), { 'Content-Type': type }));
      expect(codeOf(answer)).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    },
  );

  it('in an unknown encoding are refused', async () => {
    const answer = await post('/sessions', '{}', jsonHeaders(desk(), { 'Content-Encoding': 'rot13' }));
    expect(codeOf(answer)).toBe('415 UNSUPPORTED_MEDIA_TYPE');
  });

  it.each([
    '{',
    '{"a":}',
    '"text"',
    '1',
    'null',
    'true',
    '[]',
    '[{}]',
    '',
    ' ',
    '{"a":1}{"b":2}',
    '\u0000',
    '{a:1}',
    'NaN',
  ])('like %j are refused as faulty', async (body) => {
    const answer = await post('/sessions', body, jsonHeaders(desk()));
    expect(codeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect((answer.body.fields as unknown[]).length).toBeGreaterThan(0);
  });

  it('of ten thousand levels or a hundred thousand keys are refused at once', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const deepObject = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const keys = Array.from({ length: 100_000 }, (_, i) => `"${i.toString(36)}":0`).join();
    const editor = staffCaller(server, ['editor']);
    for (const [caller, path, body] of [
      [desk(), '/sessions', `{"place":${deep}}`],
      [desk(), '/sessions', deepObject],
      [desk(), '/sessions', `{"quotas":${deepObject}}`],
      [editor, '/articles', `{${keys}}`],
    ] as const) {
      const startedMs = Date.now();
      expect(codeOf(await post(path, body, jsonHeaders(caller)))).toBe('400 VALIDATION_FAILED');
      expect(Date.now() - startedMs).toBeLessThan(2000);
    }
  });

  it('with too many headers do not reach us', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`X-${i}`, 'x']));
    const outcome = await sendRaw(`${api}/centre`, { headers: many }).then(
      (answer) => answer.status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect([431, 'ECONNRESET', 'EPIPE']).toContain(outcome);
    expect((await sendRaw(`${api}/centre`)).status).toBe(200);
  });
});

describe('what a body must not do', () => {
  it('pollute a prototype', async () => {
    for (const attack of ['"__proto__":{"polluted":1}', '"constructor":{"prototype":{"polluted":1}}']) {
      const json = JSON.stringify(buildSessionBody({ place: '原型' })).replace('{', `{${attack},`);
      expect([201, 400]).toContain(
        (await post('/sessions', json, jsonHeaders(desk(), { 'Idempotency-Key': attack.slice(1, 5) }))).status,
      );
      const nested = JSON.stringify(buildSessionBody({ quotas: { online: 5, desk: 0, elder: 0 } })).replace(
        '"online"',
        `${attack},"online"`,
      );
      expect([201, 400]).toContain((await post('/sessions', nested, jsonHeaders(desk()))).status);
    }
    const query = 'fromDay=2026-06-08&toDay=2026-06-08&__proto__[polluted]=1&constructor[prototype][polluted]=1';
    expect((await sendRaw(`${api}/sessions?${query}`)).status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const rows = await server.deps.connection.collection('sessions').find().toArray();
    expect(rows.filter((row) => JSON.stringify(row).includes('polluted'))).toEqual([]);
  });

  it('set what is not asked for', async () => {
    const extra = {
      _id: 'mine',
      id: 'mine',
      state: 'suspended',
      rev: 9,
      createdAt: 1,
      createdBy: 'me',
      role: 'director',
    };
    const more = { ...extra, status: 'done', made: 1, epoch: 5, published: false, number: 77, idem: 'x' };
    const session = bodyOf(await desk().post<{ id: string }>('/sessions', { ...buildSessionBody(), ...more }), 201);
    expect(session).toMatchObject({ state: 'open', rev: 0, remaining: 5 });
    expect(session.id).not.toBe('mine');
    const row = await server.deps.connection.collection<{ _id: string }>('sessions').findOne({ _id: session.id });
    expect(row).toMatchObject({ made: 5, epoch: 0, published: true });
    expect(row).not.toHaveProperty('role');

    const { caller, residentId, accountId } = await buildCitizen(server);
    const booked = await caller.post('/bookings', { ...more, sessionId: session.id, residentId, bookedBy: 'x' });
    expect(bodyOf(booked, 201)).toMatchObject({ number: 1, status: 'booked', id: `${session.id}:001:1` });
    const seat = await server.deps.connection.collection('seats').findOne({ sessionId: session.id, no: 1 });
    expect(seat).toMatchObject({ bookedBy: accountId, status: 'booked' });
    expect(seat).not.toHaveProperty('role');
  });
});

describe('headers', () => {
  it('protect pages and replies', async () => {
    const citizen = await buildCitizen(server);
    for (const answer of [
      await sendRaw(`${api}/centre`),
      await sendRaw(`${api}/nothing`),
      await sendRaw(`${api}/me`, { headers: jsonHeaders(citizen.caller) }),
      await sendRaw(`${server.baseUrl}/healthz`),
    ]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'same-origin',
        'strict-transport-security': expect.stringContaining('max-age='),
        'content-security-policy': expect.stringContaining("script-src 'self';"),
      });
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer.headers['content-security-policy']).not.toContain('unsafe-eval');
      expect(answer.headers).not.toHaveProperty('x-powered-by');
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('keep every reply of the interface out of caches, refusals too', async () => {
    const citizen = await buildCitizen(server);
    for (const [path, caller] of [
      [`/residents/${citizen.residentId}`, citizen.caller],
      ['/me', citizen.caller],
      ['/residents/nobody', citizen.caller],
      ['/me', anyone],
      ['/centre', anyone],
    ] as const)
      expect((await caller.get(path)).headers.get('cache-control')).toBe('no-store');
  });

  it('let no other origin in', async () => {
    const headers = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await sendRaw(`${api}/sessions?fromDay=2026-06-08&toDay=2026-06-08`, { method, headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('are answered with an id of our own for the request', async () => {
    const answer = await sendRaw(`${api}/centre`, { headers: { 'X-Request-Id': 'mine\u00e9' } });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('health', () => {
  it('needs no sign-in', async () => {
    expect(await sendRaw(`${server.baseUrl}/healthz`)).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await sendRaw(`${server.baseUrl}/readyz`)).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  it('says no as long as a migration is missing', async () => {
    const migrations = server.deps.connection.collection<{ _id: string; at: Date }>('migrations');
    const rows = await migrations.find().toArray();
    await migrations.deleteMany({});
    expect(await sendRaw(`${server.baseUrl}/readyz`)).toMatchObject({ status: 503, body: { status: 'notReady' } });
    await migrations.insertMany(rows);
    expect((await sendRaw(`${server.baseUrl}/readyz`)).status).toBe(200);
  });

  it('serves the description of the interface', async () => {
    const { status, body } = await sendRaw(`${api}/openapi.json`);
    expect([status, body.openapi]).toEqual([200, '3.1.0']);
    expect(outcomeOf(await anyone.post('/openapi.json', {}))).toBe('405 METHOD_NOT_ALLOWED');
  });

  it('keeps validation before every other refusal', async () => {
    const { id } = await openSession(server);
    const citizen = await buildCitizen(server);
    const answer = await citizen.caller.post('/bookings', { sessionId: id, residentId: '?' });
    expect(faultsOf(answer)).toEqual(['body.residentId ID']);
  });
});
