import { bodyOf, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { registerResident, signInResident } from '../support/builders';
import { runClaimJob, signInNobody, askToClaim, buildKnown } from '../support/claims';
import { staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { stubCall } from '../support/notices';
import {
  anyPhone,
  askCode,
  bindPhone,
  forgetLimits,
  otherThan,
  receiveCode,
  signInByPhone,
  textsTo,
  typeCode,
} from '../support/phone-codes';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  // Today, since the database deletes codes by its own clock.
  server = await startServer({ sms: true, now: new Date().toISOString() });
  anyone = new Caller(server.baseUrl);
});
beforeEach(() => forgetLimits(server));
afterEach(() => stubCall(server.sms?.baseUrl ?? '', 'fail', { mode: 'ok' }));
afterAll(() => server.stop());

const keptOf = async (collection: string): Promise<string> =>
  JSON.stringify(await server.deps.connection.collection(collection).find({}).toArray());

describe('GET /auth/ways', () => {
  it('says how one can sign in', async () => {
    expect(bodyOf(await anyone.get('/auth/ways'))).toEqual({ official: false, phoneCode: true });
  });
});

describe('signing in by a code', () => {
  it('begins an account for a phone, and finds it again', async () => {
    const phone = anyPhone();
    const first = await signInByPhone(server, phone);
    expect(first.account.kind).toBe('resident');
    const caller = anyone.as(first.accessToken);
    expect(bodyOf(await caller.get('/me'))).toMatchObject({ account: first.account, residents: [] });
    expect(bodyOf(await caller.get('/me/phone'))).toEqual({ phoneMasked: expect.stringMatching(/^137\*{4}\d{4}$/) });
    expect((await signInByPhone(server, phone)).account.id).toBe(first.account.id);
    expect((await signInByPhone(server, anyPhone())).account.id).not.toBe(first.account.id);
  });

  it('takes the number and the code as people type them', async () => {
    const phone = anyPhone();
    const { ticket } = bodyOf(await askCode(server, `+86 ${phone.slice(0, 3)}-${phone.slice(3, 7)} ${phone.slice(7)}`));
    const [code = ''] = await textsTo(server, phone);
    expect(code).toMatch(/^\d{6}$/);
    const typed = { phone: ` ${phone}`, ticket, code: `${code.slice(0, 3)} ${code.slice(3)}` };
    expect(outcomeOf(await typeCode(server, typed))).toBe('200');
  });

  it('makes one account of a first sign-in on two devices at once', async () => {
    const phone = anyPhone();
    const codes = [await receiveCode(server, phone), await receiveCode(server, phone)];
    const answers = await Promise.all(codes.map((typed) => typeCode(server, typed)));
    expect(new Set(answers.map((answer) => bodyOf(answer).account.id)).size).toBe(1);
  });

  it('leads into the account of the mini-program once the phone was proved there, with all its people', async () => {
    const phone = anyPhone();
    const wechat = await signInResident(server, 'ok-h5-wang');
    const { id } = await registerResident(server, wechat.caller, { name: '王建国', phone });
    // A number that was only typed on a form is nobody's way in.
    const stranger = await signInByPhone(server, phone);
    expect(stranger.account.id).not.toBe(wechat.accountId);
    expect(bodyOf(await anyone.as(stranger.accessToken).get('/me'))).toMatchObject({ residents: [] });
    expect(bodyOf(await bindPhone(server, wechat.caller, phone)).signIn).toBeNull();
    const pair = await signInByPhone(server, phone);
    expect(pair.account.id).toBe(wechat.accountId);
    expect(bodyOf(await anyone.as(pair.accessToken).get('/me'))).toMatchObject({
      residents: [{ id, relation: 'self' }],
    });
    // The account that was begun by the phone went into it.
    expect(outcomeOf(await anyone.as(stranger.accessToken).get('/me'))).toBe('401 AUTH_EXPIRED');
  });

  it('keeps neither phone nor code readable', async () => {
    const phone = anyPhone();
    const { code } = await receiveCode(server, phone);
    const codes = await keptOf('phoneCodes');
    expect(codes).not.toContain(phone);
    expect(codes).not.toContain(`"${code}"`);
    await signInByPhone(server, phone);
    expect(await keptOf('accounts')).not.toContain(phone);
    expect(await keptOf('rateLimits')).not.toContain(phone);
  });
});

describe('a code', () => {
  it('is good once, also for twenty at once', async () => {
    const typed = await receiveCode(server, anyPhone());
    const answers = await Promise.all(Array.from({ length: 20 }, () => typeCode(server, typed)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(outcomeOf(await typeCode(server, typed))).toBe('422 SMS_CODE_WRONG');
  });

  it('is good for five minutes', async () => {
    const [early, late] = [await receiveCode(server, anyPhone()), await receiveCode(server, anyPhone())];
    server.clock.advanceMinutes(4.9);
    expect(outcomeOf(await typeCode(server, early))).toBe('200');
    server.clock.advanceMinutes(0.2);
    expect(outcomeOf(await typeCode(server, late))).toBe('422 SMS_CODE_WRONG');
  });

  it('may be tried five times', async () => {
    const fourWrong = await receiveCode(server, anyPhone());
    const wrong = { ...fourWrong, code: otherThan(fourWrong.code) };
    for (let i = 0; i < 4; i += 1) expect(outcomeOf(await typeCode(server, wrong))).toBe('422 SMS_CODE_WRONG');
    expect(outcomeOf(await typeCode(server, fourWrong))).toBe('200');
    const fiveWrong = await receiveCode(server, anyPhone());
    await Promise.all(
      Array.from({ length: 5 }, () => typeCode(server, { ...fiveWrong, code: otherThan(fiveWrong.code) })),
    );
    expect(outcomeOf(await typeCode(server, fiveWrong))).toBe('422 SMS_CODE_WRONG');
  });

  it('is good for its phone, its ticket and its purpose only', async () => {
    const [phone, other] = [anyPhone(), anyPhone()];
    const mine = await receiveCode(server, phone);
    const foreign = await receiveCode(server, other);
    const { caller } = await signInResident(server, 'ok-h5-purpose');
    const bound = await receiveCode(server, anyPhone(), caller);
    for (const typed of [
      { ...mine, phone: other },
      { ...mine, ticket: foreign.ticket },
      { ...mine, ticket: 'x' },
      bound,
    ])
      expect(outcomeOf(await typeCode(server, typed))).toBe('422 SMS_CODE_WRONG');
    expect(outcomeOf(await caller.post('/me/phone', mine))).toBe('422 SMS_CODE_WRONG');
    const second = await signInResident(server, 'ok-h5-thief');
    expect(outcomeOf(await second.caller.post('/me/phone', bound))).toBe('422 SMS_CODE_WRONG');
  });

  it('says the same of a phone that is known and of one that is not', async () => {
    const [known, unknown] = [anyPhone(), anyPhone()];
    await signInByPhone(server, known);
    await forgetLimits(server);
    const [first, second] = [await askCode(server, known), await askCode(server, unknown)];
    const form = { ticket: expect.stringMatching(/^[\w-]{32}$/), resendSeconds: 60, validSeconds: 300 };
    for (const { status, body } of [first, second]) expect([status, body]).toEqual([200, form]);
    const typed = [
      await typeCode(server, { phone: known, ticket: first.body.ticket, code: '000000' }),
      await typeCode(server, { phone: unknown, ticket: second.body.ticket, code: '000000' }),
      await typeCode(server, { phone: unknown, ticket: 'nobody', code: '000000' }),
    ];
    for (const answer of typed) expect(sameBody(answer)).toEqual(sameBody(typed[0] ?? answer));
    expect((await textsTo(server, known)).length).toBe(2);
    expect((await textsTo(server, unknown)).length).toBe(1);
  });

  it('that did not go out says so, and one that may have does not', async () => {
    await stubCall(server.sms?.baseUrl ?? '', 'fail', { mode: 'refuse' });
    expect(outcomeOf(await askCode(server, anyPhone()))).toBe('502 SMS_UNAVAILABLE');
    await stubCall(server.sms?.baseUrl ?? '', 'fail', { mode: 'down' });
    expect(outcomeOf(await askCode(server, anyPhone()))).toBe('200');
  });

  it('is never in the reply, where there is no demo', async () => {
    expect(bodyOf(await askCode(server, anyPhone()))).not.toHaveProperty('demoCode');
  });

  it.each([
    [{}, ['body.phone MISSING']],
    [{ phone: '1380013800' }, ['body.phone MOBILE']],
    [{ phone: '01012345678' }, ['body.phone MOBILE']],
    [{ phone: 'x'.repeat(33) }, ['body.phone TOO_LONG']],
    [{ phone: { $ne: null } }, ['body.phone TYPE']],
  ])('is not sent for %j', async (body, faults) => {
    for (const [caller, url] of [
      [anyone, '/auth/phone-codes'],
      [(await signInResident(server, 'ok-h5-faults')).caller, '/me/phone/codes'],
    ] as const) {
      const answer = await caller.post(url, body);
      expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
      expect(faultsOf(answer)).toEqual(faults);
    }
  });

  it.each([
    [{}, ['body.phone MISSING', 'body.ticket MISSING', 'body.code MISSING']],
    [{ phone: '1', ticket: '', code: '12345' }, ['body.phone MOBILE', 'body.ticket EMPTY', 'body.code SIX_DIGITS']],
    [
      { phone: '13800138000', ticket: 'x'.repeat(65), code: '1'.repeat(33) },
      ['body.ticket TOO_LONG', 'body.code TOO_LONG'],
    ],
    [{ phone: '13800138000', ticket: 'x', code: 123456 }, ['body.code TYPE']],
  ])('is not looked at in %j', async (body, faults) => {
    for (const [caller, url] of [
      [anyone, '/auth/phone-sign-in'],
      [(await signInResident(server, 'ok-h5-faults')).caller, '/me/phone'],
    ] as const) {
      const answer = await caller.post(url, body);
      expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
      expect(faultsOf(answer)).toEqual(faults);
    }
  });
});

describe('codes to one phone', () => {
  it('are one a minute, with the time to wait in words and in Retry-After', async () => {
    const phone = anyPhone();
    const answers = await Promise.all(Array.from({ length: 10 }, () => askCode(server, phone)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await textsTo(server, phone)).toHaveLength(1);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(50);
    expect(refused?.body).toMatchObject({ detail: expect.stringMatching(/一分钟只能发一次。请\d+秒后再试/) });
  });

  it('are five a day, whoever asks from wherever, claims among them', async () => {
    const phone = anyPhone();
    const limits = server.deps.connection.collection('rateLimits');
    const ask = async (): Promise<string> => {
      await limits.deleteMany({ key: /Minute|ByAddress/ } as never);
      return outcomeOf(await askCode(server, phone));
    };
    for (let i = 0; i < 5; i += 1) expect(await ask()).toBe('200');
    await limits.deleteMany({ key: /Minute|ByAddress/ } as never);
    const refused = await askCode(server, phone);
    expect(outcomeOf(refused)).toBe('429 RATE_LIMITED');
    expect(refused.body).toMatchObject({ detail: expect.stringMatching(/今天的5次验证码已经用完了，请24小时后再试/) });
    // Another account cannot reach the phone either, nor can a claim.
    const { caller } = await signInResident(server, 'ok-h5-bomber');
    await limits.deleteMany({ key: /Minute/ } as never);
    expect(outcomeOf(await caller.post('/me/phone/codes', { phone }))).toBe('429 RATE_LIMITED');
    const claimer = (await signInNobody(server)).caller;
    const claim = bodyOf(await askToClaim(server, claimer, await buildKnown(server, { phone })), 201);
    expect(outcomeOf(await claimer.post(`/claims/${claim.id}/code`))).toBe('200');
    await runClaimJob(server, 'sendClaimCodes');
    expect(await textsTo(server, phone)).toHaveLength(5);
  });

  it('are not sent within a minute of a claim’s, and nobody learns of it', async () => {
    const phone = anyPhone();
    const claimer = (await signInNobody(server)).caller;
    const claim = bodyOf(await askToClaim(server, claimer, await buildKnown(server, { phone })), 201);
    bodyOf(await claimer.post(`/claims/${claim.id}/code`));
    await runClaimJob(server, 'sendClaimCodes');
    expect(outcomeOf(await askCode(server, phone))).toBe('200');
    expect(await textsTo(server, phone)).toHaveLength(1);
  });

  it('go to other phones meanwhile', async () => {
    bodyOf(await askCode(server, anyPhone()));
    bodyOf(await askCode(server, anyPhone()));
  });
});

describe('codes from one place', () => {
  it('are thirty an hour, whatever X-Forwarded-For says', async () => {
    const outcomes = [];
    for (let i = 1; i <= 31; i += 1) {
      const headers = { 'X-Forwarded-For': `203.0.113.${i}, 198.51.100.${i}`, 'X-Real-IP': `203.0.113.${i}` };
      outcomes.push(outcomeOf(await askCode(server, anyPhone(), headers)));
    }
    expect(outcomes).toEqual([...Array<string>(30).fill('200'), '429 RATE_LIMITED']);
  });

  it('are ten an hour for an account', async () => {
    const { caller } = await signInResident(server, 'ok-h5-many');
    const outcomes = [];
    for (let i = 0; i < 11; i += 1)
      outcomes.push(outcomeOf(await caller.post('/me/phone/codes', { phone: anyPhone() })));
    expect(outcomes).toEqual([...Array<string>(10).fill('200'), '429 RATE_LIMITED']);
  });
});

describe('a phone of an account', () => {
  const registered = async (name: string) => {
    const person = await signInResident(server, `ok-${name}`);
    await registerResident(server, person.caller);
    return person;
  };

  it('is none at first, and can be changed', async () => {
    const person = await registered('h5-changes');
    expect(bodyOf(await person.caller.get('/me/phone'))).toEqual({ phoneMasked: null });
    const [old, fresh] = [anyPhone(), anyPhone()];
    for (const phone of [old, fresh]) bodyOf(await bindPhone(server, person.caller, phone));
    expect((await signInByPhone(server, fresh)).account.id).toBe(person.accountId);
    expect((await signInByPhone(server, old)).account.id).not.toBe(person.accountId);
  });

  it('of another person with people cannot be taken', async () => {
    const [first, second] = [await registered('h5-first'), await registered('h5-second')];
    const phone = anyPhone();
    bodyOf(await bindPhone(server, first.caller, phone));
    expect(outcomeOf(await bindPhone(server, second.caller, phone))).toBe('409 ACCOUNT_PHONE_TAKEN');
    expect((await signInByPhone(server, phone)).account.id).toBe(first.accountId);
  });

  it('goes to one of two accounts that prove it at once', async () => {
    const pair = [await registered('h5-race-1'), await registered('h5-race-2')];
    const phone = anyPhone();
    const [mine, theirs] = [
      await receiveCode(server, phone, pair[0]?.caller),
      await receiveCode(server, phone, pair[1]?.caller),
    ];
    const answers = await Promise.all(pair.map(({ caller }, i) => caller.post('/me/phone', i ? theirs : mine)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.map(outcomeOf).filter((outcome) => outcome !== '200')).toEqual([
      expect.stringMatching(/^409 (ACCOUNT_PHONE_TAKEN|STATE_CONFLICT)$/),
    ]);
  });

  it('is for residents', async () => {
    for (const [method, url] of [
      ['GET', '/me/phone'],
      ['POST', '/me/phone'],
      ['POST', '/me/phone/codes'],
    ] as const) {
      const body = method === 'GET' ? undefined : {};
      expect(outcomeOf(await anyone.send(method, url, body))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await staffCaller(server, ['desk']).send(method, url, body))).toBe('403 FORBIDDEN');
    }
  });
});
