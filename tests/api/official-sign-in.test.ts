import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { registerResident, signInResident } from '../support/builders';
import { Caller, type Answer } from '../support/http';
import { stubCall } from '../support/notices';
import { anyPhone, bindPhone, forgetLimits, signInByPhone, type SignedIn } from '../support/phone-codes';
import { OFFICIAL_RETURN, startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  // Today, since the database deletes what is old by its own clock.
  server = await startServer({ official: true, sms: true, now: new Date().toISOString() });
  anyone = new Caller(server.baseUrl);
});
beforeEach(() => forgetLimits(server));
afterEach(() => stubCall(server.stub.baseUrl, 'fail', { mode: 'ok' }));
afterAll(() => server.stop());

interface Start {
  url: string;
  key: string;
}

const start = async (): Promise<Start> => bodyOf(await anyone.post<Start>('/auth/official/start', {}));

/** Opens WeChat's page as somebody. @returns what stands in the address to which it sends them back */
async function visit({ url, key }: Start, name: string, union?: string) {
  await stubCall(server.stub.baseUrl, 'viewer', { name, union });
  const page = await fetch(url, { redirect: 'manual' });
  const back = new URL(page.headers.get('Location') ?? '');
  expect(back.origin + back.pathname).toBe(OFFICIAL_RETURN);
  return { code: back.searchParams.get('code') ?? '', state: back.searchParams.get('state') ?? '', key };
}

const finish = (brought: { code: string; state: string; key: string }): Promise<Answer<SignedIn>> =>
  anyone.post<SignedIn>('/auth/official', brought);

const signIn = async (name: string, union?: string): Promise<SignedIn> =>
  bodyOf(await finish(await visit(await start(), name, union)));

/** Somebody who registered in the mini-program. */
async function registered(code: string) {
  const person = await signInResident(server, code);
  const { id } = await registerResident(server, person.caller);
  return { ...person, residentId: id };
}

const residentsOf = async ({ accessToken }: SignedIn): Promise<string[]> =>
  bodyOf(await anyone.as(accessToken).get<{ residents: { id: string }[] }>('/me')).residents.map(({ id }) => id);

describe('signing in over the official account', () => {
  it('sends people to WeChat with all that it wants, and to nobody else', async () => {
    const { url, key } = await start();
    const page = new URL(url);
    expect([page.pathname, page.hash]).toEqual(['/connect/oauth2/authorize', '#wechat_redirect']);
    expect(Object.fromEntries(page.searchParams)).toEqual({
      appid: 'wx-official',
      redirect_uri: OFFICIAL_RETURN,
      response_type: 'code',
      scope: 'snsapi_base',
      state: expect.stringMatching(/^[0-9a-f]{48}$/),
    });
    expect(url).not.toContain(key);
    expect((await start()).key).not.toBe(key);
  });

  it('is the account of the mini-program, by the union id', async () => {
    const { accountId, residentId } = await registered('ok-oa-wang@oa-wang');
    const pair = await signIn('oa-wang', 'oa-wang');
    expect(pair.account.id).toBe(accountId);
    expect(await residentsOf(pair)).toEqual([residentId]);
    // Known by the open id from now on, also when WeChat leaves the union id out.
    expect((await signIn('oa-wang')).account.id).toBe(accountId);
    expect((await signIn('oa-other', 'oa-other')).account.id).not.toBe(accountId);
  });

  it('is one account whichever comes first, also at the same moment', async () => {
    const official = await signIn('oa-first', 'oa-first');
    expect((await signInResident(server, 'ok-oa-first@oa-first')).accountId).toBe(official.account.id);
    const brought = [];
    for (let i = 0; i < 5; i += 1) brought.push(await visit(await start(), 'oa-crowd', 'oa-crowd'));
    const answers = await Promise.all([
      ...brought.map(async (each) => bodyOf(await finish(each)).account.id),
      ...brought.map(async () => (await signInResident(server, 'ok-oa-crowd@oa-crowd')).accountId),
    ]);
    expect(new Set(answers).size).toBe(1);
  });

  it('comes together once WeChat tells the union id, when one of the two is empty', async () => {
    const { accountId, residentId } = await registered('ok-oa-late');
    const apart = await signIn('oa-late');
    expect(apart.account.id).not.toBe(accountId);
    await signInResident(server, 'ok-oa-late@oa-late');
    const pair = await signIn('oa-late', 'oa-late');
    expect(pair.account.id).toBe(accountId);
    expect(await residentsOf(pair)).toEqual([residentId]);
    expect(outcomeOf(await anyone.as(apart.accessToken).get('/me'))).toBe('401 AUTH_EXPIRED');
  });

  it('leaves two accounts apart that both have people', async () => {
    const mini = await registered('ok-oa-two@oa-two');
    const apart = await signIn('oa-two');
    await registerResident(server, anyone.as(apart.accessToken));
    expect((await signIn('oa-two', 'oa-two')).account.id).toBe(apart.account.id);
    expect((await signInResident(server, 'ok-oa-two@oa-two')).accountId).toBe(mini.accountId);
  });

  it('without a union id comes together by the same proven phone, and by nothing less', async () => {
    const { caller, accountId, residentId } = await registered('ok-oa-phone');
    const phone = anyPhone();
    bodyOf(await bindPhone(server, caller, phone));
    const apart = await signIn('oa-phone');
    expect(await residentsOf(apart)).toEqual([]);
    const bound = bodyOf(await bindPhone(server, anyone.as(apart.accessToken), phone));
    expect(bound.signIn?.account.id).toBe(accountId);
    if (bound.signIn) expect(await residentsOf(bound.signIn)).toEqual([residentId]);
    expect(outcomeOf(await anyone.as(apart.accessToken).get('/me'))).toBe('401 AUTH_EXPIRED');
    const again = await signIn('oa-phone');
    expect(again.account.id).toBe(accountId);
    expect((await signInResident(server, 'ok-oa-phone')).accountId).toBe(accountId);
    expect((await signInByPhone(server, phone)).account.id).toBe(accountId);
  });

  it('takes the phone from an empty account that keeps another WeChat identity', async () => {
    const phone = anyPhone();
    const empty = await signInResident(server, 'ok-oa-empty');
    bodyOf(await bindPhone(server, empty.caller, phone));
    const { caller, accountId } = await registered('ok-oa-full');
    expect(bodyOf(await bindPhone(server, caller, phone)).signIn).toBeNull();
    expect((await signInByPhone(server, phone)).account.id).toBe(accountId);
    expect((await signInResident(server, 'ok-oa-empty')).accountId).toBe(empty.accountId);
  });
});

describe('what WeChat brings back', () => {
  it('is worth nothing in another browser, and used up by the try', async () => {
    const [mine, theirs] = [await start(), await start()];
    const stolen = await visit(mine, 'oa-victim');
    expect(outcomeOf(await finish({ ...stolen, key: theirs.key }))).toBe('401 AUTH_FAILED');
    expect(outcomeOf(await finish(stolen))).toBe('401 AUTH_FAILED');
  });

  it('needs a state that was given here', async () => {
    const brought = await visit(await start(), 'oa-state');
    expect(outcomeOf(await finish({ ...brought, state: 'f'.repeat(48) }))).toBe('401 AUTH_FAILED');
    expect(outcomeOf(await finish(brought))).toBe('200');
  });

  it('is good once, also for ten at once', async () => {
    const brought = await visit(await start(), 'oa-once');
    const answers = await Promise.all(Array.from({ length: 10 }, () => finish(brought)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(outcomeOf(await finish(brought))).toBe('401 AUTH_FAILED');
  });

  it('has a code that WeChat takes once', async () => {
    const first = await visit(await start(), 'oa-code');
    bodyOf(await finish(first));
    const second = await visit(await start(), 'oa-code');
    expect(outcomeOf(await finish({ ...second, code: first.code }))).toBe('401 AUTH_FAILED');
    const third = await visit(await start(), 'oa-code');
    expect(outcomeOf(await finish({ ...third, code: 'invented' }))).toBe('401 AUTH_FAILED');
  });

  it('is too old after ten minutes', async () => {
    const [early, late] = [await visit(await start(), 'oa-old'), await visit(await start(), 'oa-old')];
    server.clock.advanceMinutes(9.9);
    expect(outcomeOf(await finish(early))).toBe('200');
    server.clock.advanceMinutes(0.2);
    expect(outcomeOf(await finish(late))).toBe('401 AUTH_FAILED');
  });

  it.each(['down', 'slow', 'wrong'])(
    'says so when WeChat is %s, and a new try works',
    async (mode) => {
      const brought = await visit(await start(), 'oa-away');
      await stubCall(server.stub.baseUrl, 'fail', { mode });
      const begun = Date.now();
      expect(outcomeOf(await finish(brought))).toBe('502 WECHAT_UNAVAILABLE');
      expect(Date.now() - begun).toBeLessThan(8000);
      await stubCall(server.stub.baseUrl, 'fail', { mode: 'ok' });
      await signIn('oa-away');
    },
    20_000,
  );

  it.each([
    [{}, ['body.code MISSING', 'body.state MISSING', 'body.key MISSING']],
    [{ code: '', state: '', key: '' }, ['body.code EMPTY', 'body.state EMPTY', 'body.key EMPTY']],
    [
      { code: 'x'.repeat(129), state: 'x'.repeat(129), key: 'x'.repeat(129) },
      ['body.code TOO_LONG', 'body.state TOO_LONG', 'body.key TOO_LONG'],
    ],
    [{ code: { $ne: null }, state: 's', key: 'k' }, ['body.code TYPE']],
  ])('is refused as %j', async (body, faults) => {
    const answer = await anyone.post('/auth/official', body);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
  });

  it('is kept nowhere in a readable form', async () => {
    const { url, key } = await start();
    const kept = JSON.stringify(await server.deps.connection.collection('officialStarts').find({}).toArray());
    expect(kept).not.toContain(key);
    expect(kept).not.toContain(new URL(url).searchParams.get('state') ?? '');
    await signIn('oa-readable', 'oa-readable');
    const accounts = JSON.stringify(await server.deps.connection.collection('accounts').find({}).toArray());
    expect(accounts).not.toMatch(/official-oa|unionid-oa/);
  });
});
