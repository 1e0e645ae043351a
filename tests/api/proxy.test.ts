import { openReason } from '@linkang/server/modules/audit';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { randomUUID } from 'node:crypto';
import { countOutcomes, bodyOf, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { auditRows } from '../support/audits';
import { buildIdNumber, signInResident } from '../support/builders';
import { buildCitizen, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { ask, askToActFor, buildAsk, buildProxy, confirm } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

interface Lists {
  asked: Proxy[];
  received: Proxy[];
}

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(() => server.clock.set(TEST_NOW));

const rows = () => server.deps.connection.collection('proxies');
const listOf = async (citizen: Citizen): Promise<Lists> => bodyOf(await citizen.caller.get<Lists>('/proxies'));
const pair = async (): Promise<[Citizen, Citizen]> => [
  await buildCitizen(server, { name: '陈晓岚', birthDay: '1984-03-12' }),
  await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' }),
];
const shapeOf = (proxy: Proxy) => ({ ...proxy, id: '', name: '' });

describe('asking', () => {
  it('proposes, and both sides see it with what they need to know', async () => {
    const [daughter, mother] = await pair();
    const asked = bodyOf(await ask(daughter, mother, { scopes: ['record', 'book', 'book'] }), 201);
    expect(asked).toMatchObject({
      status: 'proposed',
      name: '王秀英',
      relationship: 'child',
      scopes: ['book', 'record'],
      endsDay: '2026-12-31',
      confirmedAt: null,
      residentId: null,
    });
    expect(await listOf(daughter)).toEqual({ asked: [asked], received: [] });
    expect(await listOf(mother)).toEqual({ asked: [], received: [{ ...asked, name: '陈晓岚' }] });
  });

  it('refuses strangers, staff, people who have not registered, and every bad field', async () => {
    const [daughter, mother] = await pair();
    const body = buildAsk(mother);
    expect(outcomeOf(await new Caller(server.baseUrl).post('/proxies', body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['director']).post('/proxies', body))).toBe('403 FORBIDDEN');
    const fresh = await signInResident(server, 'ok-not-registered');
    expect(outcomeOf(await fresh.caller.post('/proxies', body))).toBe('409 RESIDENT_REQUIRED');
    const bad: [Record<string, unknown>, string][] = [
      [{ name: '' }, 'body.name EMPTY'],
      [{ idNumber: '123' }, 'body.idNumber LENGTH'],
      [{ idNumber: daughter.idNumber }, 'body.idNumber OWN'],
      [{ scopes: [] }, 'body.scopes EMPTY'],
      [{ endsDay: '2026-06-03' }, 'body.endsDay PAST'],
      [{ endsDay: '2029-06-05' }, 'body.endsDay TOO_FAR'],
      [{ endsDay: '2026-02-30' }, 'body.endsDay DAY'],
    ];
    for (const [changes, fault] of bad) {
      const answer = await ask(daughter, mother, changes);
      expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', [fault]]);
    }
    for (const changes of [{ relationship: 'neighbour' }, { scopes: ['everything'] }])
      expect(outcomeOf(await ask(daughter, mother, changes))).toBe('400 VALIDATION_FAILED');
    expect(outcomeOf(await ask(daughter, mother, { endsDay: '2029-06-04' }))).toBe('201');
  });

  it('answers the same for an unknown number, a name that does not fit, and a person who is there', async () => {
    const [daughter, mother] = await pair();
    const known = bodyOf(await ask(daughter, mother), 201);
    const misnamed = bodyOf(await ask(daughter, { ...mother, name: '王秀芳' }), 201);
    const nobody = { name: '王秀英', idNumber: buildIdNumber({ birthDay: '1951-01-01' }) };
    const unknown = bodyOf(await ask(daughter, nobody), 201);
    expect(shapeOf(misnamed)).toEqual(shapeOf(known));
    expect(shapeOf(unknown)).toEqual(shapeOf(known));
    expect((await listOf(mother)).received.map(({ id }) => id)).toEqual([known.id]);
    // Also what can be done with it afterwards tells nothing.
    const again = await Promise.all([mother, nobody].map((person) => ask(daughter, person)));
    expect(again.map(outcomeOf)).toEqual(['409 STATE_CONFLICT', '409 STATE_CONFLICT']);
    expect(sameBody(again[0]!)).toEqual(sameBody(again[1]!));
    for (const { id } of [known, unknown])
      expect(outcomeOf(await daughter.caller.post(`/proxies/${id}/confirm`, {}))).toBe('404 NOT_FOUND');
    const ends = await Promise.all(
      [known, unknown].map(({ id }) => daughter.caller.post<Proxy>(`/proxies/${id}/revoke`)),
    );
    expect(shapeOf(bodyOf(ends[0]!))).toEqual(shapeOf(bodyOf(ends[1]!)));
  });

  it('gives one request for a key, also to twenty at once, and refuses another body under it', async () => {
    const [daughter, mother] = await pair();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(daughter, mother, {}, key)));
    expect(countOutcomes(answers)).toEqual({ '201': 20 });
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(outcomeOf(await ask(daughter, mother, { scopes: ['consult'] }, key))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('keeps one open request a pair when two are sent at once', async () => {
    const [daughter, mother] = await pair();
    const answers = await Promise.all([ask(daughter, mother), ask(daughter, mother)]);
    expect(countOutcomes(answers)).toEqual({ '201': 1, '409 STATE_CONFLICT': 1 });
    expect((await listOf(mother)).received).toHaveLength(1);
  });

  it('takes five an hour, also when more come at once', async () => {
    const daughter = await buildCitizen(server);
    const strangers = Array.from({ length: 8 }, () => ({
      name: '某人',
      idNumber: buildIdNumber({ birthDay: '1952-02-02' }),
    }));
    const counts = countOutcomes(await Promise.all(strangers.map((person) => ask(daughter, person))));
    expect(counts).toEqual({ '201': 5, '429 RATE_LIMITED': 3 });
    expect((await listOf(daughter)).asked).toHaveLength(5);
  });

  it('pays no attention to a resident named in the body', async () => {
    const [daughter, mother] = await pair();
    const nobody = { name: '无人', idNumber: buildIdNumber({ birthDay: '1953-03-03' }) };
    bodyOf(await ask(daughter, nobody, { residentId: mother.residentId, status: 'active' }), 201);
    expect((await listOf(mother)).received).toEqual([]);
  });
});

describe('answering', () => {
  it('lets the person agree to less, and the relative learns whom it is about', async () => {
    const [daughter, mother] = await pair();
    const { id } = await askToActFor(server, daughter, mother, { scopes: ['book', 'record'] });
    const wider = await confirm(mother, id, { scopes: ['book', 'report'], endsDay: '2027-01-01' });
    expect(faultsOf(wider)).toEqual(['body.scopes WIDER', 'body.endsDay WIDER']);
    expect(faultsOf(await confirm(mother, id, { endsDay: '2026-06-03' }))).toEqual(['body.endsDay PAST']);
    expect(faultsOf(await confirm(mother, id, { scopes: [] }))).toEqual(['body.scopes EMPTY']);
    const agreed = bodyOf(await confirm(mother, id, { scopes: ['book'], endsDay: '2026-06-30' }));
    expect(agreed).toMatchObject({ status: 'active', name: '陈晓岚', scopes: ['book'], endsDay: '2026-06-30' });
    expect(agreed).toMatchObject({ channel: 'account', residentId: null });
    expect((await listOf(daughter)).asked[0]).toMatchObject({ status: 'active', residentId: mother.residentId });
    expect(outcomeOf(await confirm(mother, id))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await mother.caller.post(`/proxies/${id}/reject`))).toBe('409 STATE_CONFLICT');
    const me = bodyOf(await daughter.caller.get<{ residents: object[] }>('/me'));
    expect(me.residents).toEqual([
      expect.objectContaining({ id: daughter.residentId, relation: 'self' }),
      { id: mother.residentId, name: '王秀英', relation: 'proxy', scopes: ['book'], elderMode: true },
    ]);
  });

  it('lets the person decline, after which it may be asked anew', async () => {
    const [daughter, mother] = await pair();
    const { id } = await askToActFor(server, daughter, mother);
    expect(bodyOf(await mother.caller.post<Proxy>(`/proxies/${id}/reject`)).status).toBe('rejected');
    expect(outcomeOf(await confirm(mother, id))).toBe('409 STATE_CONFLICT');
    await askToActFor(server, daughter, mother);
    expect((await listOf(mother)).received.map(({ status }) => status)).toEqual(['proposed', 'rejected']);
  });

  it('is for the own person alone: no relative, no other, and no relative of a relative', async () => {
    const [daughter, mother] = await pair();
    const grandson = await buildCitizen(server);
    await buildProxy(server, daughter, mother, { scopes: ['book', 'report', 'record', 'consult'] });
    const { id } = await askToActFor(server, grandson, mother);
    for (const citizen of [daughter, grandson, await buildCitizen(server)])
      for (const action of ['confirm', 'reject']) {
        const answer = await citizen.caller.post(`/proxies/${id}/${action}`, action === 'confirm' ? {} : undefined);
        expect(outcomeOf(answer)).toBe('404 NOT_FOUND');
      }
    // Nor can the daughter agree with a token that names nobody.
    const other = await daughter.caller.post(`/proxies/${id}/confirm`, { residentId: mother.residentId });
    expect(outcomeOf(other)).toBe('404 NOT_FOUND');
    expect((await listOf(daughter)).received).toEqual([]);
  });

  it('can be done at the desk with a paper consent, which is written down and audited', async () => {
    const [daughter, mother] = await pair();
    const { id } = await askToActFor(server, daughter, mother);
    const desk = staffCaller(server, ['desk']);
    expect(faultsOf(await desk.post(`/proxies/${id}/confirm`, {}))).toEqual(['body.paperNote EMPTY']);
    for (const role of ['doctor', 'editor'] as const) {
      const answer = await staffCaller(server, [role]).post(`/proxies/${id}/confirm`, { paperNote: '纸质' });
      expect(outcomeOf(answer)).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await desk.get(`/residents/${mother.residentId}/proxies`))).toBe('403 ACCESS_LIMITED');
    await revealTo(desk, mother.residentId);
    const listed = bodyOf(await desk.get<{ items: Proxy[] }>(`/residents/${mother.residentId}/proxies`));
    expect(listed.items).toEqual([expect.objectContaining({ id, name: '陈晓岚', status: 'proposed' })]);
    expect(outcomeOf(await desk.get('/residents/000000000000000000000000/proxies'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await mother.caller.get(`/residents/${mother.residentId}/proxies`))).toBe('403 FORBIDDEN');
    const agreed = bodyOf(await desk.post<Proxy>(`/proxies/${id}/confirm`, { paperNote: '6月4日授权书，3号柜' }));
    expect(agreed).toMatchObject({ status: 'active', channel: 'desk' });
    bodyOf(await desk.post<Proxy>(`/proxies/${id}/revoke`));
    const audits = await auditRows(server)
      .find({ residentId: mother.residentId, result: 'done' })
      .sort({ _id: 1 })
      .toArray();
    expect(audits.map(({ action }) => action)).toEqual([
      'resident.reveal',
      'resident.standing',
      'proxy.ofResident',
      'proxy.confirm',
      'proxy.revoke',
    ]);
    expect(audits.map((row) => openReason(server.deps.keyring, row))[3]).toBe('6月4日授权书，3号柜');
  });

  it('has ended when a confirmation and a revocation meet', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [daughter, mother] = await pair();
      const { id } = await askToActFor(server, daughter, mother);
      const [confirmed, revoked] = await Promise.all([
        confirm(mother, id),
        daughter.caller.post<Proxy>(`/proxies/${id}/revoke`),
      ]);
      expect(revoked?.status).toBe(200);
      expect(['200', '409 STATE_CONFLICT']).toContain(outcomeOf(confirmed!));
      expect((await listOf(daughter)).asked[0]?.status).toBe('revoked');
      expect(outcomeOf(await daughter.caller.get(`/bookings?residentId=${mother.residentId}`))).toBe('404 NOT_FOUND');
    }
  });

  it('has six places an account for seven confirmations at once; one that ends makes room', async () => {
    const daughter = await buildCitizen(server);
    const elders = await Promise.all(Array.from({ length: 7 }, () => buildCitizen(server, { birthDay: '1947-07-07' })));
    const asked: Proxy[] = [];
    for (const elder of elders) asked.push(await askToActFor(server, daughter, elder));
    const answers = await Promise.all(elders.map((elder, i) => confirm(elder, asked[i]!.id)));
    expect(countOutcomes(answers)).toEqual({ '200': 6, '409 PROXY_LIMIT': 1 });
    const waiting = answers.findIndex(({ status }) => status === 409);
    const active = answers.findIndex(({ status }) => status === 200);
    bodyOf(await elders[active]!.caller.post<Proxy>(`/proxies/${asked[active]!.id}/revoke`));
    bodyOf(await confirm(elders[waiting]!, asked[waiting]!.id));
    const slots = await rows().find({ accountId: daughter.accountId, status: 'active' }).toArray();
    expect(slots.map(({ slot }) => slot as number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('can be ended by either side, once', async () => {
    for (const side of [0, 1]) {
      const people = await pair();
      const { id } = await buildProxy(server, people[0], people[1]);
      expect(bodyOf(await people[side]!.caller.post<Proxy>(`/proxies/${id}/revoke`)).status).toBe('revoked');
      expect(outcomeOf(await people[side]!.caller.post(`/proxies/${id}/revoke`))).toBe('409 STATE_CONFLICT');
    }
  });
});
