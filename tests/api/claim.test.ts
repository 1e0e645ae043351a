import type { Claim, DeskClaim } from '@linkang/shared/api/claim.routes';
import { countOutcomes, faultsOf, outcomeOf, sameBody, bodyOf } from '../support/answers';
import { buildIdNumber, buildRegistration, buildResidentAccount, signInResident } from '../support/builders';
import {
  askToClaim,
  buildClaimBody,
  buildKnown,
  codesTo,
  forgetCodeLimits,
  runClaimJob,
  signInNobody,
  type Known,
} from '../support/claims';
import { staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer({ sms: true });
  anyone = new Caller(server.baseUrl);
});
afterAll(() => server.stop());
beforeEach(() => server.clock.set(TEST_NOW));

const rowsOf = (collection: string, filter: object) =>
  server.deps.connection.collection(collection).find(filter).toArray();
const personOf = async ({ residentId }: Known) => (await rowsOf('residents', { _id: residentId }))[0];
const MISSING = '000000000000000000000000';
/** A mobile that nobody else here has. */
let phones = 0;
const newPhone = (): string => `139${String((phones += 1)).padStart(8, '0')}`;

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

describe('POST /claims', () => {
  it('is for residents who signed in', async () => {
    const body = buildClaimBody(server, { name: '李秀兰', idNumber: buildIdNumber() });
    expect(outcomeOf(await anyone.post('/claims', body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['desk']).post('/claims', body))).toBe('403 FORBIDDEN');
  });

  it.each([
    [{ name: ' ' }, 'body.name EMPTY'],
    [{ name: '李<b>' }, 'body.name NAME'],
    [{ idNumber: '110101195803120021' }, 'body.idNumber CHECKSUM'],
    [{ idNumber: '1' }, 'body.idNumber LENGTH'],
    [{ consents: [{ purpose: 'other', version: '1' }] }, 'body.consents.0.purpose'],
  ])('names the fault of %j', async (changes, fault) => {
    const { caller } = await signInNobody(server);
    const known = { name: '李秀兰', idNumber: buildIdNumber() };
    const answer = await caller.post('/claims', buildClaimBody(server, known, changes));
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer).join()).toContain(fault);
  });

  it('needs the consents of a registration, and an account without a person', async () => {
    const known = { name: '李秀兰', idNumber: buildIdNumber() };
    const { caller } = await signInNobody(server);
    const without = await caller.post('/claims', buildClaimBody(server, known, { consents: [] }));
    expect(outcomeOf(without)).toBe('403 CONSENT_REQUIRED');
    const registered = await buildResidentAccount(server);
    expect(outcomeOf(await askToClaim(server, registered.caller, known))).toBe('409 RESIDENT_EXISTS');
  });

  it('is not for a child, for whom a guardian comes to the desk', async () => {
    for (const [birthDay, outcome] of [
      ['2012-06-05', '403 CONSENT_REQUIRED'],
      ['2012-06-04', '201'],
    ] as const) {
      const child = { name: '李小雨', idNumber: buildIdNumber({ birthDay }) };
      expect(outcomeOf(await askToClaim(server, (await signInNobody(server)).caller, child))).toBe(outcome);
    }
  });

  it('answers the same for a number that is known, one that is not, and another name', async () => {
    const known = await buildKnown(server, { phone: newPhone() });
    const asked = [];
    for (const person of [known, { name: '李秀兰', idNumber: buildIdNumber() }, { ...known, name: '张三' }]) {
      const { caller } = await signInNobody(server);
      const claim = bodyOf(await askToClaim(server, caller, person), 201);
      await forgetCodeLimits(server);
      const code = await caller.post<Claim>(`/claims/${claim.id}/code`);
      const verified = await caller.post(`/claims/${claim.id}/verify`, { code: '123456' });
      asked.push({ claim, code, verified });
    }
    const first = asked[0];
    for (const { claim, code, verified } of asked) {
      const varies = { id: expect.any(String), deskNumber: expect.stringMatching(/^\d{6}$/) };
      expect(claim).toEqual({ ...first?.claim, ...varies });
      expect(code.status).toBe(200);
      expect(code.body).toEqual({ ...first?.code.body, ...varies });
      expect(sameBody(verified)).toEqual(sameBody(first?.verified ?? verified));
      expect(outcomeOf(verified)).toBe('422 CLAIM_CODE_WRONG');
    }
  });

  it('keeps the newest claim of an account, and one of twenty repeats', async () => {
    const { caller, accountId } = await signInNobody(server);
    const known = await buildKnown(server);
    const first = bodyOf(await askToClaim(server, caller, known), 201);
    const answers = await Promise.all(Array.from({ length: 20 }, () => askToClaim(server, caller, known, 'again-1')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const own = bodyOf(await caller.get<{ claim: Claim }>('/claims/own'));
    expect(own.claim.id).toBe(answers[0]?.body.id);
    expect(own.claim.id).not.toBe(first.id);
    expect(await rowsOf('claims', { accountId, open: true })).toHaveLength(1);
    const other = await caller.post('/claims', buildClaimBody(server, { ...known, name: '别人' }), 'again-1');
    expect(outcomeOf(other)).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('is taken five times an hour', async () => {
    const { caller } = await signInNobody(server);
    const known = { name: '李秀兰', idNumber: buildIdNumber() };
    const outcomes = [];
    for (let i = 0; i < 6; i += 1) outcomes.push(outcomeOf(await askToClaim(server, caller, known)));
    expect(outcomes).toEqual([...Array<string>(5).fill('201'), '429 RATE_LIMITED']);
  });

  it('keeps neither number nor code readable', async () => {
    const known = await buildKnown(server, { phone: newPhone() });
    const { caller } = await signInNobody(server);
    const { id } = bodyOf(await askToClaim(server, caller, known), 201);
    bodyOf(await caller.post(`/claims/${id}/code`));
    const stored = JSON.stringify(await rowsOf('claims', {}));
    expect(stored).not.toContain(known.idNumber);
    expect(stored).not.toMatch(/"sealed":"\d{6}"/);
  });
});

describe('the code', () => {
  const claimOf = async (known: Known) => {
    const { caller, accountId } = await signInNobody(server);
    const { id } = bodyOf(await askToClaim(server, caller, known), 201);
    return { caller, accountId, id };
  };

  it('goes to the phone on file and makes the person the account’s own, with consents and without a new sign-in', async () => {
    const phone = newPhone();
    const known = await buildKnown(server, { phone });
    await server.deps.connection.collection('consents').deleteMany({ residentId: known.residentId });
    const { caller, accountId, id } = await claimOf(known);
    bodyOf(await caller.post(`/claims/${id}/code`));
    const [code] = await codesTo(server, phone);
    expect(code).toMatch(/^\d{6}$/);
    const done = bodyOf(await caller.post<Claim>(`/claims/${id}/verify`, { code: ` ${code} ` }));
    expect(done.status).toBe('done');
    const me = bodyOf(await caller.get<{ residents: { id: string; relation: string }[] }>('/me'));
    expect(me.residents).toEqual([expect.objectContaining({ id: known.residentId, relation: 'self' })]);
    expect(outcomeOf(await caller.get(`/residents/${known.residentId}`))).toBe('200');
    const consents = await rowsOf('consents', { residentId: known.residentId });
    consents.sort((a, b) => String(b.purpose).localeCompare(String(a.purpose)));
    expect(consents.map((row) => [row.purpose, row.accountId, row.channel])).toEqual([
      ['service', accountId, 'h5'],
      ['sensitive', accountId, 'h5'],
    ]);
    // A repeat after a lost answer finds it done.
    expect(bodyOf(await caller.post<Claim>(`/claims/${id}/verify`, { code })).status).toBe('done');
    expect(bodyOf(await caller.get<{ claim: Claim }>('/claims/own')).claim.status).toBe('done');
  });

  it('is wrong after five tries, after five minutes, and once it was replaced', async () => {
    const phone = newPhone();
    const { caller, id } = await claimOf(await buildKnown(server, { phone }));
    const verify = async (code: string) => outcomeOf(await caller.post(`/claims/${id}/verify`, { code }));
    const askAgain = async (): Promise<string> => {
      await forgetCodeLimits(server);
      bodyOf(await caller.post(`/claims/${id}/code`));
      return (await codesTo(server, phone)).at(-1) ?? '';
    };
    expect(await verify('123456')).toBe('422 CLAIM_CODE_WRONG');
    const first = await askAgain();
    for (let i = 0; i < 5; i += 1) expect(await verify(wrong(first))).toBe('422 CLAIM_CODE_WRONG');
    expect(await verify(first)).toBe('422 CLAIM_CODE_WRONG');
    const second = await askAgain();
    server.clock.set(new Date(Date.parse(TEST_NOW) + 5 * 60_000).toISOString());
    expect(await verify(second)).toBe('422 CLAIM_CODE_WRONG');
    server.clock.set(TEST_NOW);
    const third = await askAgain();
    if (second !== third) expect(await verify(second)).toBe('422 CLAIM_CODE_WRONG');
    expect(await verify(third)).toBe('200');
  });

  it('counts the tries of many at once', async () => {
    const phone = newPhone();
    const { caller, id } = await claimOf(await buildKnown(server, { phone }));
    bodyOf(await caller.post(`/claims/${id}/code`));
    const [code = ''] = await codesTo(server, phone);
    await Promise.all(Array.from({ length: 12 }, () => caller.post(`/claims/${id}/verify`, { code: wrong(code) })));
    const [row] = await rowsOf('claims', { _id: id });
    expect((row?.code as { tries: number }).tries).toBe(5);
  });

  it('is asked for once a minute and five times a day, counted by the one who is meant, known or not', async () => {
    const unknown: Known = { residentId: '', name: '李秀兰', idNumber: buildIdNumber() };
    for (const person of [await buildKnown(server, { phone: newPhone() }), unknown]) {
      const [first, second] = [await claimOf(person), await claimOf(person)];
      expect(outcomeOf(await first.caller.post(`/claims/${first.id}/code`))).toBe('200');
      const soon = await second.caller.post(`/claims/${second.id}/code`);
      expect(outcomeOf(soon)).toBe('429 RATE_LIMITED');
      expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
      const outcomes = [];
      for (let i = 0; i < 5; i += 1) {
        await forgetCodeLimits(server);
        outcomes.push(outcomeOf(await second.caller.post(`/claims/${second.id}/code`)));
      }
      expect(outcomes).toEqual([...Array<string>(4).fill('200'), '429 RATE_LIMITED']);
    }
  });

  it('comes once to a phone that a family shares, and the others hear the same', async () => {
    const phone = newPhone();
    const family = await Promise.all([buildKnown(server, { phone }), buildKnown(server, { phone })]);
    for (const person of family) {
      const { caller, id } = await claimOf(person);
      expect(outcomeOf(await caller.post(`/claims/${id}/code`))).toBe('200');
    }
    expect(await codesTo(server, phone)).toHaveLength(1);
  });

  it.each([
    ['another name', { name: '李秀蓝' }],
    ['a fixed line', { phone: '01062345678' }],
    ['no phone', { phone: undefined }],
  ])('is sent to nobody for %s', async (_, changes) => {
    const phone = newPhone();
    const known = await buildKnown(server, { phone, ...changes });
    const { caller, id } = await claimOf('name' in changes ? { ...known, name: '李秀兰' } : known);
    expect(outcomeOf(await caller.post(`/claims/${id}/code`))).toBe('200');
    await runClaimJob(server, 'sendClaimCodes');
    expect(await codesTo(server, phone)).toEqual([]);
    expect(await rowsOf('claims', { _id: id, 'code.state': 'none' })).toHaveLength(1);
  });

  it('never takes a person away from another account', async () => {
    const phone = newPhone();
    const idNumber = buildIdNumber();
    const owner = await buildResidentAccount(server, { idNumber, phone });
    const { caller, id } = await claimOf({ residentId: owner.residentId, name: '李秀兰', idNumber });
    bodyOf(await caller.post(`/claims/${id}/code`));
    expect(await codesTo(server, phone)).toEqual([]);
  });

  it('is not sent twice, and the claim survives a provider who is down or refuses', async () => {
    const phone = newPhone();
    const { caller, id } = await claimOf(await buildKnown(server, { phone }));
    const fail = (mode: string) =>
      fetch(`${server.sms?.baseUrl}/__stub/fail`, { method: 'POST', body: JSON.stringify({ mode }) });
    for (const [mode, state] of [
      ['down', 'unknown'],
      ['refuse', 'refused'],
    ] as const) {
      await fail(mode);
      await forgetCodeLimits(server);
      bodyOf(await caller.post(`/claims/${id}/code`));
      await runClaimJob(server, 'sendClaimCodes');
      expect(await rowsOf('claims', { _id: id, 'code.state': state })).toHaveLength(1);
    }
    await fail('ok');
    expect(await codesTo(server, phone)).toEqual([]);
    await forgetCodeLimits(server);
    bodyOf(await caller.post(`/claims/${id}/code`));
    await Promise.all([runClaimJob(server, 'sendClaimCodes'), runClaimJob(server, 'sendClaimCodes')]);
    expect(await codesTo(server, phone)).toHaveLength(1);
  });

  it('is nobody else’s, and badly written ones are named', async () => {
    const { caller, id } = await claimOf(await buildKnown(server));
    const stranger = await signInNobody(server);
    for (const path of ['code', 'verify']) {
      const theirs = await stranger.caller.post(`/claims/${id}/${path}`, { code: '123456' });
      expect(outcomeOf(theirs)).toBe('404 NOT_FOUND');
      const missing = await stranger.caller.post(`/claims/${MISSING}/${path}`, { code: '123456' });
      expect(sameBody(theirs)).toEqual(sameBody(missing));
      expect(outcomeOf(await anyone.post(`/claims/${id}/${path}`, { code: '123456' }))).toBe('401 AUTH_REQUIRED');
    }
    for (const code of ['12345', '1234567', 'abcdef']) {
      const answer = await caller.post(`/claims/${id}/verify`, { code });
      expect(faultsOf(answer)).toEqual(['body.code SIX_DIGITS']);
    }
    expect(outcomeOf(await stranger.caller.get('/claims/own'))).toBe('200');
    expect(bodyOf(await stranger.caller.get('/claims/own'))).toEqual({ claim: null });
  });
});

describe('at the desk', () => {
  const desk = () => staffCaller(server, ['desk'], 'desk-1');
  const confirm = (id: string, idNumber: string) => desk().post<DeskClaim>(`/claims/${id}/confirm`, { idNumber });

  it('the number leads to the claim, the card to the person, and both are written down', async () => {
    const known = await buildKnown(server);
    const { caller } = await signInNobody(server);
    const { id, deskNumber } = bodyOf(await askToClaim(server, caller, known), 201);
    const found = bodyOf(await desk().get<{ claim: DeskClaim }>(`/claims?number=${deskNumber}`));
    expect(found.claim).toMatchObject({
      id,
      status: 'open',
      name: known.name,
      hasOtherAccount: false,
      isOtherName: false,
    });
    expect(found.claim.resident).toMatchObject({ id: known.residentId });
    expect(bodyOf(await desk().get(`/claims?number=${wrong(deskNumber)}`))).toEqual({ claim: null });
    const other = await confirm(id, buildIdNumber());
    expect(faultsOf(other)).toEqual(['body.idNumber DIFFERENT']);
    expect(faultsOf(await confirm(id, '1'))).toEqual(['body.idNumber LENGTH']);
    expect(await personOf(known)).not.toHaveProperty('accountId');
    expect(bodyOf(await confirm(id, known.idNumber.toLowerCase())).status).toBe('done');
    expect(outcomeOf(await caller.get(`/residents/${known.residentId}`))).toBe('200');
    const audits = await rowsOf('audits', { residentId: known.residentId, staffId: 'desk-1' });
    expect(audits.map((row) => row.action as string)).toEqual(expect.arrayContaining(['claim.find', 'claim.confirm']));
    expect(bodyOf(await desk().get(`/claims?number=${deskNumber}`))).toEqual({ claim: null });
  });

  it('is for those who receive people', async () => {
    for (const role of ['doctor', 'editor', 'admin'] as const) {
      const caller = staffCaller(server, [role]);
      expect(outcomeOf(await caller.get('/claims?number=123456'))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await caller.post(`/claims/${MISSING}/confirm`, { idNumber: '1' }))).toBe('403 FORBIDDEN');
    }
    expect(faultsOf(await desk().get('/claims?number=12'))).toEqual(['query.number SIX_DIGITS']);
    expect(outcomeOf(await confirm(MISSING, buildIdNumber()))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await desk().post(`/claims/${MISSING}/reject`))).toBe('404 NOT_FOUND');
  });

  it('moves a person from an account that is lost, with what relatives allowed, and signs the old one out', async () => {
    const idNumber = buildIdNumber();
    const code = 'ok-lost-phone';
    const before = await buildResidentAccount(server, { code, idNumber, name: '陈晓岚' });
    const mother = await buildKnown(server, { name: '王秀英' });
    const ask = { relationship: 'child', scopes: ['book'], endsDay: '2026-12-31' };
    const asked = { name: mother.name, idNumber: mother.idNumber, ...ask };
    const { id: proxyId } = bodyOf(await before.caller.post<{ id: string }>('/proxies', asked), 201);
    bodyOf(await desk().post(`/proxies/${proxyId}/confirm`, { paperNote: '6月4日签字' }));

    const after = await signInNobody(server);
    const claim = bodyOf(await askToClaim(server, after.caller, { name: '陈小岚', idNumber }), 201);
    const found = bodyOf(await desk().get<{ claim: DeskClaim }>(`/claims?number=${claim.deskNumber}`));
    expect(found.claim).toMatchObject({ hasOtherAccount: true, isOtherName: true });
    bodyOf(await confirm(claim.id, idNumber));

    expect(outcomeOf(await before.caller.get(`/residents/${before.residentId}`))).toBe('401 AUTH_EXPIRED');
    expect(outcomeOf(await before.caller.post('/auth/refresh', { refreshToken: before.refreshToken }))).toBe(
      '401 AUTH_EXPIRED',
    );
    const again = await signInResident(server, code);
    expect(bodyOf(await again.caller.get<{ residents: object[] }>('/me')).residents).toEqual([]);
    expect(outcomeOf(await again.caller.get(`/bookings?residentId=${mother.residentId}`))).toBe('404 NOT_FOUND');
    const me = bodyOf(await after.caller.get<{ residents: { id: string }[] }>('/me'));
    expect(me.residents.map(({ id }) => id)).toEqual([before.residentId, mother.residentId]);
  });

  it('says that there is no record, or that the wish was refused, ran out or was fulfilled', async () => {
    const stranger = await signInNobody(server);
    const unknown = { name: '李秀兰', idNumber: buildIdNumber() };
    const { id, deskNumber } = bodyOf(await askToClaim(server, stranger.caller, unknown), 201);
    const found = bodyOf(await desk().get<{ claim: DeskClaim }>(`/claims?number=${deskNumber}`));
    expect(found.claim.resident).toBeNull();
    expect(outcomeOf(await confirm(id, unknown.idNumber))).toBe('409 STATE_CONFLICT');
    expect(bodyOf(await desk().post<DeskClaim>(`/claims/${id}/reject`)).status).toBe('rejected');
    expect(outcomeOf(await desk().post(`/claims/${id}/reject`))).toBe('409 STATE_CONFLICT');
    expect(bodyOf(await stranger.caller.get<{ claim: Claim }>('/claims/own')).claim.status).toBe('rejected');
    expect(outcomeOf(await stranger.caller.post(`/claims/${id}/code`))).toBe('409 STATE_CONFLICT');

    const known = await buildKnown(server);
    const late = bodyOf(await askToClaim(server, (await signInNobody(server)).caller, known), 201);
    server.clock.set(late.expiresAt);
    expect(outcomeOf(await confirm(late.id, known.idNumber))).toBe('409 STATE_CONFLICT');
    expect(bodyOf(await desk().get(`/claims?number=${late.deskNumber}`))).toEqual({ claim: null });
    await runClaimJob(server, 'removeStaleClaims');
    expect(await rowsOf('claims', { _id: late.id })).toEqual([]);
  });

  it('gives a person to one of two accounts that are confirmed at the same moment', async () => {
    const known = await buildKnown(server);
    const claims = await Promise.all(
      Array.from({ length: 2 }, async () => {
        const { caller } = await signInNobody(server);
        return bodyOf(await askToClaim(server, caller, known), 201);
      }),
    );
    const answers = await Promise.all(claims.map(({ id }) => confirm(id, known.idNumber)));
    expect(countOutcomes(answers)['200']).toBeGreaterThanOrEqual(1);
    const owners = await rowsOf('claims', { _id: { $in: claims.map(({ id }) => id) }, status: 'done' });
    const person = await personOf(known);
    expect(owners.map((row) => row.accountId)).toContain(person?.accountId);
    expect(await rowsOf('claims', { status: 'settling' })).toEqual([]);
  });

  it('gives an account that registered meanwhile no second person', async () => {
    const known = await buildKnown(server);
    const { caller } = await signInNobody(server);
    const { id } = bodyOf(await askToClaim(server, caller, known), 201);
    bodyOf(await caller.post('/residents', buildRegistration(server)), 201);
    expect(outcomeOf(await confirm(id, known.idNumber))).toBe('409 RESIDENT_EXISTS');
    expect(await personOf(known)).not.toHaveProperty('accountId');
  });

  it('is finished by the job where a crash cut it off', async () => {
    const known = await buildKnown(server);
    const { caller, accountId } = await signInNobody(server);
    const { id } = bodyOf(await askToClaim(server, caller, known), 201);
    const proof = { way: 'desk', staffId: 'desk-1' };
    await server.deps.connection
      .collection<{ _id: string }>('claims')
      .updateOne({ _id: id }, { $set: { status: 'settling', proof, residentId: known.residentId } });
    await runClaimJob(server, 'settleClaims');
    expect(await personOf(known)).toMatchObject({ accountId });
    expect(bodyOf(await caller.get<{ claim: Claim }>('/claims/own')).claim.status).toBe('done');
    await runClaimJob(server, 'settleClaims');
  });
});

it('without text messages the desk alone is offered', async () => {
  const { sms } = server.deps;
  server.deps.sms = null;
  try {
    const { caller } = await signInNobody(server);
    const claim = bodyOf(await askToClaim(server, caller, await buildKnown(server)), 201);
    expect(claim.hasCodes).toBe(false);
    expect(outcomeOf(await caller.post(`/claims/${claim.id}/code`))).toBe('409 STATE_CONFLICT');
  } finally {
    server.deps.sms = sms;
  }
});
