import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import { Secret, TOTP } from 'otpauth';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInStaff, STAFF_PASSWORD, type Person } from '../support/builders';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Pair = CallReply<AuthRoutes['staff']>;
type Started = CallReply<AuthRoutes['startOtp']>;
type Confirmed = CallReply<AuthRoutes['confirmOtp']>;

const STEP_MS = 30_000;

let server: TestServer;
let anyone: Caller;
let people = 0;

beforeAll(async () => {
  server = await startServer({ otpRoles: ['admin'] });
  anyone = new Caller(server.baseUrl);
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

/** What the authenticator shows, some steps from now. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: server.clock.now().getTime() + steps * STEP_MS,
  });
const later = (): void => server.clock.advanceMinutes(2);

/** Somebody with a second factor, two minutes after it was set up. */
async function enrol(roles: PolicyRole[] = ['nurse']) {
  people += 1;
  const username = `otp-${people}`;
  const person = await signInStaff(server, roles, { username });
  const { secret } = bodyOf(await person.caller.post<Started>('/me/otp/start', { password: STAFF_PASSWORD }));
  const confirmed = bodyOf(await person.caller.post<Confirmed>('/me/otp/confirm', { code: codeOf(secret) }));
  later();
  return { username, secret, ...confirmed, before: person, caller: anyone.as(confirmed.accessToken) };
}

const signIn = (username: string, otp?: string, password = STAFF_PASSWORD) =>
  anyone.post<Pair>('/auth/staff', { username, password, ...(otp === undefined ? {} : { otp }) });

describe('setting the second factor up', () => {
  it('takes the password and a code, ends other sign-ins, and tells ten recovery codes once', async () => {
    const { recoveryCodes, before, caller, account, accessToken } = await enrol();
    expect(account).toMatchObject({ otp: 'on' });
    expect(accessToken).not.toBe('');
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(outcomeOf(await before.caller.get('/me'))).toBe('401 AUTH_EXPIRED');
    expect(bodyOf(await caller.get('/me/otp'))).toEqual({ enabled: true, required: false, recoveryLeft: 10 });
  });

  it('keeps the secret sealed and the recovery codes hashed', async () => {
    const { username, secret, recoveryCodes } = await enrol();
    const row = JSON.stringify(await server.deps.connection.collection('staffs').findOne({ username }));
    for (const plain of [secret, ...recoveryCodes]) expect(row).not.toContain(plain);
  });

  it('refuses a wrong password and a wrong code, and a code without a beginning', async () => {
    const { caller } = await signInStaff(server, ['nurse']);
    expect(outcomeOf(await caller.post('/me/otp/confirm', { code: '123456' }))).toBe('409 STATE_CONFLICT');
    expect(faultsOf(await caller.post('/me/otp/start', { password: 'Not-mine-12345' }))).toEqual([
      'body.password PASSWORD_WRONG',
    ]);
    expect(faultsOf(await caller.post('/me/otp/start', {}))).toEqual(['body.password MISSING']);
    const { secret } = bodyOf(await caller.post<Started>('/me/otp/start', { password: STAFF_PASSWORD }));
    for (const steps of [-3, 3])
      expect(faultsOf(await caller.post('/me/otp/confirm', { code: codeOf(secret, steps) }))).toEqual([
        'body.code OTP_WRONG',
      ]);
    expect(faultsOf(await caller.post('/me/otp/confirm', { code: '12345' }))).toEqual(['body.code OTP']);
    expect(bodyOf(await caller.get('/me/otp'))).toMatchObject({ enabled: false });
  });

  it('moves to another phone only with a code of the present one', async () => {
    const { caller, username, secret } = await enrol();
    const password = STAFF_PASSWORD;
    expect(outcomeOf(await caller.post('/me/otp/start', { password }))).toBe('401 AUTH_OTP_NEEDED');
    const next = bodyOf(await caller.post<Started>('/me/otp/start', { password, otp: codeOf(secret) }));
    const moved = bodyOf(await caller.post<Confirmed>('/me/otp/confirm', { code: codeOf(next.secret) }));
    expect(moved.account.otp).toBe('on');
    later();
    expect(outcomeOf(await signIn(username, codeOf(secret)))).toBe('401 AUTH_OTP_NEEDED');
    expect(outcomeOf(await signIn(username, codeOf(next.secret)))).toBe('200');
  });

  it('is finished by one of two confirmations', async () => {
    const { caller } = await signInStaff(server, ['nurse']);
    const { secret } = bodyOf(await caller.post<Started>('/me/otp/start', { password: STAFF_PASSWORD }));
    const codes = [-1, 0, 1].map((steps) => codeOf(secret, steps));
    const answers = await Promise.all(codes.map((code) => caller.post('/me/otp/confirm', { code })));
    expect(countOutcomes(answers)['200']).toBe(1);
  });

  it('is for staff', async () => {
    for (const [method, path] of [
      ['GET', '/me/otp'],
      ['POST', '/me/otp/start'],
      ['POST', '/me/otp/confirm'],
    ] as const)
      expect(outcomeOf(await anyone.send(method, path))).toBe('401 AUTH_REQUIRED');
  });
});

describe('signing in with it', () => {
  it('asks for the code once the password is right, and for nothing more when it is wrong', async () => {
    const { username, secret } = await enrol();
    expect(outcomeOf(await signIn(username))).toBe('401 AUTH_OTP_NEEDED');
    expect(outcomeOf(await signIn(username, undefined, 'Not-mine-12345'))).toBe('401 AUTH_FAILED');
    expect(outcomeOf(await signIn(username, codeOf(secret), 'Not-mine-12345'))).toBe('401 AUTH_FAILED');
    expect(bodyOf(await signIn(username, codeOf(secret))).account.otp).toBe('on');
  });

  it('takes a code of the step before or after, and no older or later one', async () => {
    const { username, secret } = await enrol();
    for (const steps of [-2, 2]) expect(outcomeOf(await signIn(username, codeOf(secret, steps)))).toMatch('AUTH_OTP');
    expect(outcomeOf(await signIn(username, codeOf(secret, -1)))).toBe('200');
    expect(outcomeOf(await signIn(username, codeOf(secret, 1)))).toBe('200');
    // A later step was used: what lies before it is spent.
    expect(outcomeOf(await signIn(username, codeOf(secret)))).toBe('401 AUTH_OTP_NEEDED');
  });

  it('takes a code once, also of many at the same moment', async () => {
    const { username, secret } = await enrol();
    const otp = codeOf(secret);
    const answers = await Promise.all([1, 2].map(() => signIn(username, otp)));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '401 AUTH_OTP_NEEDED': 1 });
    expect(outcomeOf(await signIn(username, otp))).toBe('401 AUTH_OTP_NEEDED');
  });

  it('takes each recovery code once, however it is written', async () => {
    const { username, recoveryCodes, caller } = await enrol();
    const [first = '', second = ''] = recoveryCodes;
    const written = `${first.slice(0, 5)}-${first.slice(5)}`.toUpperCase();
    const answers = await Promise.all([1, 2].map(() => signIn(username, written)));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '401 AUTH_OTP_NEEDED': 1 });
    expect(outcomeOf(await signIn(username, second))).toBe('200');
    expect(bodyOf(await caller.get('/me/otp'))).toMatchObject({ recoveryLeft: 8 });
  });

  it('refuses what can be no code', async () => {
    for (const otp of ['12345', 'abc', '1'.repeat(40)])
      expect(faultsOf(await signIn('whoever', otp))[0]).toMatch(/^body\.otp (OTP|TOO_LONG)$/);
  });
});

describe('guessing codes', () => {
  it('is shut after five, also with the right password and then the right code', async () => {
    const { username, secret } = await enrol();
    for (let i = 0; i < 5; i += 1) expect(outcomeOf(await signIn(username, '000000'))).toBe('401 AUTH_OTP_NEEDED');
    expect(outcomeOf(await signIn(username, codeOf(secret)))).toBe('429 RATE_LIMITED');
    expect(outcomeOf(await signIn(username))).toBe('429 RATE_LIMITED');
  });

  it('is shut under a storm of guesses: few are looked at, and the right one among the late ones is not', async () => {
    const { username, secret } = await enrol();
    const guesses = Array.from({ length: 30 }, (_, i) => String(i).padStart(6, '0'));
    const answers = await Promise.all(guesses.map((otp) => signIn(username, otp)));
    const counts = countOutcomes(answers);
    expect(counts['401 AUTH_OTP_NEEDED']).toBeLessThanOrEqual(5);
    expect(outcomeOf(await signIn(username, codeOf(secret)))).toBe('429 RATE_LIMITED');
  });

  it('is shut for twice as long each time, until somebody signs in', async () => {
    const username = 'locked';
    await signInStaff(server, ['nurse'], { username });
    const lockOut = async (): Promise<number> => {
      for (let i = 0; i < 5; i += 1) await signIn(username, undefined, 'Not-mine-12345');
      const refused = await signIn(username);
      expect(outcomeOf(refused)).toBe('429 RATE_LIMITED');
      return Number(refused.headers.get('Retry-After'));
    };
    /** As if the time had passed: the limits go by the real clock. */
    const passTime = () =>
      server.deps.connection
        .collection('rateLimits')
        .updateMany({ key: /^staffByName(AndAddress)?:/ }, { $set: { expire: new Date(0) } });
    const waits = [await lockOut()];
    for (let round = 0; round < 2; round += 1) {
      await passTime();
      waits.push(await lockOut());
    }
    expect(waits.map((seconds) => Math.round(seconds / 900))).toEqual([1, 2, 4]);
    await passTime();
    expect(outcomeOf(await signIn(username))).toBe('200');
    expect(Math.round((await lockOut()) / 900)).toBe(1);
  });
});

describe('roles that need it', () => {
  it('can do nothing before it is set up', async () => {
    const { caller } = await signInStaff(server, ['admin'], { username: 'needs-it' });
    expect(bodyOf(await caller.get<Pair>('/me')).account).toMatchObject({ otp: 'needed' });
    expect(outcomeOf(await caller.get('/staff'))).toBe('403 OTP_SETUP_REQUIRED');
    const { secret } = bodyOf(await caller.post<Started>('/me/otp/start', { password: STAFF_PASSWORD }));
    const { accessToken } = bodyOf(await caller.post<Confirmed>('/me/otp/confirm', { code: codeOf(secret) }));
    expect(outcomeOf(await anyone.as(accessToken).get('/staff'))).toBe('200');
  });

  it('are the ones that the centre has set, and never those of the demo', async () => {
    const nurse = await signInStaff(server, ['nurse']);
    expect(bodyOf(await nurse.caller.get<Pair>('/me')).account.otp).toBe('off');
    const demo = await signInStaff(server, ['admin'], { demo: true });
    expect(bodyOf(await demo.caller.get<Pair>('/me')).account.otp).toBe('off');
    expect(outcomeOf(await demo.caller.get('/staff'))).toBe('200');
  });
});

describe('POST /staff/{id}/reset-otp', () => {
  const reset = (caller: Caller, id: string) => caller.post<{ otp: boolean }>(`/staff/${id}/reset-otp`);
  let admin: Person & { caller: Caller };

  beforeAll(async () => {
    admin = await signInStaff(server, ['admin'], { demo: true });
  });

  it('takes it away and ends the sign-ins: the password is enough again', async () => {
    const { username, account, caller } = await enrol();
    expect(bodyOf(await reset(admin.caller, account.id)).otp).toBe(false);
    expect(outcomeOf(await caller.get('/me'))).toBe('401 AUTH_EXPIRED');
    expect(outcomeOf(await signIn(username))).toBe('200');
    expect(outcomeOf(await reset(admin.caller, account.id))).toBe('409 STATE_CONFLICT');
  });

  it('is not for the own account, nor for others', async () => {
    const { account } = await enrol();
    expect(outcomeOf(await reset(admin.caller, admin.accountId))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await reset(admin.caller, '665eaf2f9d2a4c0012345678'))).toBe('404 NOT_FOUND');
    for (const role of ['director', 'auditor', 'desk'] as const) {
      const { caller } = await signInStaff(server, [role]);
      expect(outcomeOf(await reset(caller, account.id))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await reset(anyone, account.id))).toBe('401 AUTH_REQUIRED');
  });
});
