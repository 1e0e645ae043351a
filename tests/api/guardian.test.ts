import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildIdNumber, buildRegistration, signInResident } from '../support/builders';
import {
  appoint,
  buildFather,
  buildMother,
  guardiansOf,
  ownOf,
  registerChild,
  registeredChild,
} from '../support/children';
import { buildCitizen, openSession, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { inboxOf } from '../support/notices';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

interface Me {
  residents: { id: string; relation: string; scopes: string[] }[];
}

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(() => server.clock.set(TEST_NOW));

const guardians = () => server.deps.connection.collection('guardianships');
const childOf = (mother: Citizen, changes: Record<string, unknown> = {}): Promise<Resident> =>
  registeredChild(server, mother, changes);
const name = (guardian: Citizen, relationship = 'father') => ({
  name: guardian.name,
  idNumber: guardian.idNumber,
  relationship,
});

describe('another guardian', () => {
  it('is named by the first and counts after agreeing', async () => {
    const [mother, father] = [await buildMother(server), await buildFather(server)];
    const child = await childOf(mother);
    const path = `/residents/${child.id}/guardians`;
    const named = bodyOf(await mother.caller.post<Guardianship>(path, name(father)), 201);
    expect(named).toMatchObject({ status: 'proposed', name: '陈建国', own: false, since: null });
    expect(outcomeOf(await father.caller.get(`/residents/${child.id}`))).toBe('404 NOT_FOUND');
    const [waiting] = await ownOf(father);
    expect(waiting).toMatchObject({ id: named.id, status: 'proposed', name: '陈小满', own: true, childId: null });
    const accepted = bodyOf(await father.caller.post<Guardianship>(`/guardianships/${named.id}/accept`));
    expect(accepted).toMatchObject({ status: 'active', childId: child.id });
    expect(outcomeOf(await father.caller.get(`/residents/${child.id}`))).toBe('200');
    expect(outcomeOf(await father.caller.post(`/guardianships/${named.id}/accept`))).toBe('409 STATE_CONFLICT');
    expect((await guardiansOf(mother.caller, child.id)).map((row) => [row.name, row.status, row.own])).toEqual([
      ['陈建国', 'active', false],
      ['陈晓岚', 'active', true],
    ]);
  });

  it('is answered the same whether or not anybody has the number and name', async () => {
    const [mother, father] = [await buildMother(server), await buildFather(server)];
    const child = await childOf(mother);
    const path = `/residents/${child.id}/guardians`;
    const wishes = [
      name(father),
      { ...name(father), name: '王建国' },
      { ...name(father), idNumber: buildIdNumber({ birthDay: '1988-05-05', sex: 'male' }) },
    ];
    const answers = [];
    for (const wish of wishes) answers.push(bodyOf(await mother.caller.post<Guardianship>(path, wish), 201));
    const shapes = answers.map((answer) => ({ ...answer, id: '', name: '' }));
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
    for (const wish of wishes) expect(outcomeOf(await mother.caller.post(path, wish))).toBe('409 STATE_CONFLICT');
    // Two more tries of this hour, then known and unknown are refused alike.
    for (const birthDay of ['1970-01-01', '1970-01-02'])
      bodyOf(await mother.caller.post(path, { ...name(father), idNumber: buildIdNumber({ birthDay }) }), 201);
    const uncle = await buildFather(server);
    const late = [name(uncle), { ...name(uncle), name: '王建国' }];
    for (const wish of late) expect(outcomeOf(await mother.caller.post(path, wish))).toBe('429 RATE_LIMITED');
  });

  it('refuses strangers, every bad field, minors and the guardian itself', async () => {
    const [mother, father] = [await buildMother(server), await buildFather(server)];
    const child = await childOf(mother);
    const path = `/residents/${child.id}/guardians`;
    const minor = await buildCitizen(server, { birthDay: '2008-06-05' });
    const bad: [Record<string, unknown>, string][] = [
      [{ name: '' }, 'body.name EMPTY'],
      [{ idNumber: '123' }, 'body.idNumber LENGTH'],
      [{ idNumber: minor.idNumber }, 'body.idNumber MINOR'],
      [{ name: mother.name, idNumber: mother.idNumber }, 'body.idNumber OWN'],
      [{ relationship: 'aunt' }, 'body.relationship UNKNOWN'],
    ];
    for (const [changes, fault] of bad)
      expect(faultsOf(await mother.caller.post(path, { ...name(father), ...changes }))).toEqual([fault]);
    expect(outcomeOf(await new Caller(server.baseUrl).post(path, name(father)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await father.caller.post(path, name(father)))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await staffCaller(server, ['editor']).post(path, name(father)))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await mother.caller.post('/residents/nobody/guardians', name(father)))).toBe('404 NOT_FOUND');
  });

  it('is declined by the one who was named or taken back by who named, and counts for nothing then', async () => {
    const [mother, father] = [await buildMother(server), await buildFather(server)];
    const child = await childOf(mother);
    const path = `/residents/${child.id}/guardians`;
    const { id } = bodyOf(await mother.caller.post<Guardianship>(path, name(father)), 201);
    const end = `/guardianships/${id}/end`;
    const stranger = await buildFather(server);
    expect(outcomeOf(await stranger.caller.post(end, {}))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await stranger.caller.post(`/guardianships/${id}/accept`))).toBe('404 NOT_FOUND');
    expect(bodyOf(await father.caller.post<Guardianship>(end, {}))).toMatchObject({ status: 'declined' });
    expect(outcomeOf(await mother.caller.post(end, {}))).toBe('409 STATE_CONFLICT');
    const again = bodyOf(await mother.caller.post<Guardianship>(path, name(father)), 201);
    expect(bodyOf(await mother.caller.post<Guardianship>(`/guardianships/${again.id}/end`, {}))).toMatchObject({
      status: 'ended',
    });
    expect(outcomeOf(await father.caller.post(`/guardianships/${again.id}/accept`))).toBe('409 STATE_CONFLICT');
  });

  it('counts at once at the desk, and is ended there alone, with a reason', async () => {
    const [mother, father] = [await buildMother(server), await buildFather(server)];
    const child = await childOf(mother);
    const id = await appoint(server, { residentId: child.id }, father);
    expect(outcomeOf(await father.caller.get(`/residents/${child.id}`))).toBe('200');
    const end = `/guardianships/${id}/end`;
    expect(outcomeOf(await father.caller.post(end, {}))).toBe('409 STATE_CONFLICT');
    const desk = staffCaller(server, ['desk']);
    expect(outcomeOf(await desk.post(end, { reason: '法院判决' }))).toBe('403 ACCESS_LIMITED');
    await revealTo(desk, child.id);
    expect(faultsOf(await desk.post(end, {}))).toEqual(['body.reason EMPTY']);
    expect(bodyOf(await desk.post<Guardianship>(end, { reason: '法院判决' }))).toMatchObject({ status: 'ended' });
    expect(outcomeOf(await desk.post(end, { reason: '法院判决' }))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await father.caller.get(`/residents/${child.id}`))).toBe('404 NOT_FOUND');
    const unknown = { name: '王建国', idNumber: father.idNumber, relationship: 'father' };
    expect(faultsOf(await desk.post(`/residents/${child.id}/guardians`, unknown))).toEqual(['body.idNumber UNKNOWN']);
  });

  it('is not one of five, also when all are added at once', async () => {
    const mother = await buildMother(server);
    const child = await childOf(mother);
    const desk = staffCaller(server, ['desk']);
    await revealTo(desk, child.id);
    const uncles = await Promise.all(
      ['1970-01-03', '1970-01-04', '1970-01-05', '1970-01-06', '1970-01-07'].map((birthDay) =>
        buildCitizen(server, { birthDay }),
      ),
    );
    const answers = await Promise.all(
      uncles.map((uncle) => desk.post(`/residents/${child.id}/guardians`, name(uncle, 'guardian'))),
    );
    expect(countOutcomes(answers)).toEqual({ '201': 3, '409 GUARDIAN_LIMIT': 2 });
    expect(await guardians().countDocuments({ residentId: child.id, open: true })).toBe(4);
  });
});

it('takes the consent back as easily as it was given; nothing new begins then', async () => {
  const mother = await buildMother(server);
  const child = await childOf(mother);
  const path = `/residents/${child.id}/consents`;
  const { items } = bodyOf(await mother.caller.get<{ items: { purpose: string; version: string }[] }>(path));
  expect(items.map(({ purpose }) => purpose)).toEqual(['service', 'sensitive', 'guardian']);
  const text = items.at(-1);
  bodyOf(await mother.caller.post(path, { ...text, agreed: false }));
  const { id: sessionId } = await openSession(server, { startTime: '10:00', endTime: '11:00' });
  const wish = { sessionId, residentId: child.id };
  expect(outcomeOf(await mother.caller.post('/bookings', wish))).toBe('403 CONSENT_REQUIRED');
  bodyOf(await mother.caller.post(path, { ...text, agreed: true }));
  expect(outcomeOf(await mother.caller.post('/bookings', wish))).toBe('201');
  // Grown-ups have no such text.
  const own = bodyOf(
    await mother.caller.get<{ items: { purpose: string }[] }>(`/residents/${mother.residentId}/consents`),
  );
  expect(own.items.map(({ purpose }) => purpose)).toEqual(['service', 'sensitive']);
});

it('ends for the record on the 14th birthday; a permission that the desk writes down gives it back', async () => {
  const [mother, father] = [await buildMother(server), await buildFather(server)];
  const idNumber = buildIdNumber({ birthDay: '2012-06-05' });
  const card = { idType: 'residentId', idNumber, birthDay: undefined, sex: undefined };
  const child = await childOf(mother, card);
  bodyOf(await mother.caller.get(`/residents/${child.id}`));
  server.clock.set('2026-06-04T16:00:00.000Z');
  expect(outcomeOf(await mother.caller.get(`/residents/${child.id}`))).toBe('403 PROXY_SCOPE_MISSING');
  const me = bodyOf(await mother.caller.get<Me>('/me'));
  expect(me.residents[1]).toMatchObject({ id: child.id, relation: 'guardian', scopes: ['book'] });
  const { id: sessionId } = await openSession(server, { day: '2026-06-10' });
  bodyOf(await mother.caller.post('/bookings', { sessionId, residentId: child.id }), 201);
  const wish = { name: '陈小满', idNumber, relationship: 'parent', scopes: ['record'], endsDay: '2027-06-01' };
  const { id } = bodyOf(await mother.caller.post<{ id: string }>('/proxies', wish), 201);
  const desk = staffCaller(server, ['desk']);
  bodyOf(await desk.post(`/proxies/${id}/confirm`, { paperNote: '6月5日本人签字，授权书夹第3号' }));
  bodyOf(await mother.caller.get(`/residents/${child.id}`));
  expect(bodyOf(await mother.caller.get<Me>('/me')).residents[1]?.scopes).toEqual(['book', 'record']);
  // Who is of age is nobody's child any more.
  server.clock.set('2030-06-04T16:00:00.000Z');
  expect(outcomeOf(await mother.caller.get(`/residents/${child.id}`))).toBe('404 NOT_FOUND');
  expect(await ownOf(mother)).toEqual([]);
  expect(outcomeOf(await registerChild(server, father, card))).not.toBe('201');
});

it('keeps a child from being registered without a guardian, and one of 14 from being registered by one', async () => {
  const nobody = await signInResident(server, 'ok-young');
  const young = buildRegistration(server, { idNumber: buildIdNumber({ birthDay: '2012-06-05' }) });
  expect(outcomeOf(await nobody.caller.post('/residents', young))).toBe('403 CONSENT_REQUIRED');
  const mother = await buildMother(server);
  const idNumber = buildIdNumber({ birthDay: '2012-06-04' });
  const card = { idType: 'residentId', idNumber, birthDay: undefined, sex: undefined };
  expect(outcomeOf(await registerChild(server, mother, card))).toBe('403 CONSENT_REQUIRED');
});

it('brings the messages about the child to the guardian', async () => {
  const mother = await buildMother(server);
  const child = await childOf(mother);
  const { id: sessionId } = await openSession(server, { startTime: '14:00', endTime: '15:00' });
  const wish = { sessionId, residentId: child.id };
  const booked = bodyOf(await staffCaller(server, ['desk']).post<{ id: string }>('/bookings', wish), 201);
  const { items } = await inboxOf(server, mother.caller);
  expect(items.map(({ targetId }) => targetId)).toContain(booked.id);
});
