import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { stubCall } from '../support/notices';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterEach(() => stubCall(server.stub.baseUrl, 'fail', { mode: 'ok' }));
afterAll(() => server.stop());

const ask = async (code: unknown) => (await buildCitizen(server)).caller.post('/auth/phone', { code });

describe('POST /auth/phone', () => {
  it.each(['phone-13800138001', 'phone-13800138001-number'])('gives the number for %s', async (code) => {
    expect(bodyOf(await ask(code))).toEqual({ phone: '13800138001' });
  });

  it('keeps it nowhere', async () => {
    const citizen = await buildCitizen(server, { phone: '13900139000' });
    bodyOf(await citizen.caller.post('/auth/phone', { code: 'phone-13800138002' }));
    const hash = server.deps.keyring.hash('phone', '13800138002');
    expect(await server.deps.connection.collection('residents').countDocuments({ phoneHash: hash })).toBe(0);
  });

  it.each([
    ['ok-wang', 'body.code CODE'],
    ['phone-13800138001-abroad', 'body.code COUNTRY'],
    ['phone-99999999999', 'body.code COUNTRY'],
    ['', 'body.code EMPTY'],
    ['x'.repeat(129), 'body.code TOO_LONG'],
    [{ $ne: null }, 'body.code TYPE'],
    [undefined, 'body.code MISSING'],
  ])('refuses %j: %s', async (code, fault) => {
    const answer = await ask(code);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it('takes no number that was given to another mini-program', async () => {
    expect(outcomeOf(await ask('phone-13800138001-other'))).toBe('502 WECHAT_UNAVAILABLE');
  });

  it('says so when WeChat is down, and works again with a token that expired meanwhile', async () => {
    await stubCall(server.stub.baseUrl, 'fail', { mode: 'down' });
    expect(outcomeOf(await ask('phone-13800138001'))).toBe('502 WECHAT_UNAVAILABLE');
    await stubCall(server.stub.baseUrl, 'fail', { mode: 'ok' });
    await stubCall(server.stub.baseUrl, 'expire-tokens', {});
    expect((await ask('phone-13800138001')).status).toBe(200);
  });

  it('is for residents', async () => {
    const body = { code: 'phone-13800138001' };
    expect(outcomeOf(await new Caller(server.baseUrl).post('/auth/phone', body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['desk']).post('/auth/phone', body))).toBe('403 FORBIDDEN');
  });

  it('is asked ten times an hour by an account', async () => {
    const { caller } = await buildCitizen(server);
    const answers = [];
    for (let i = 0; i < 11; i += 1) answers.push(await caller.post('/auth/phone', { code: 'phone-13800138001' }));
    expect(answers.map(outcomeOf).slice(9)).toEqual(['200', '429 RATE_LIMITED']);
    expect((await ask('phone-13800138001')).status).toBe(200);
  });
});
