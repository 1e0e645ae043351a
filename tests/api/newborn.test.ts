import type { Resident } from '@linkang/shared/api/resident.routes';
import { randomUUID } from 'node:crypto';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { auditRows } from '../support/audits';
import { buildIdNumber, buildRegistration, signInResident } from '../support/builders';
import {
  buildCertificate,
  buildFather,
  buildMother,
  buildNewborn,
  guardiansOf,
  ownOf,
  registerChild,
  registeredChild,
} from '../support/children';
import { buildCitizen, openSession, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
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

const rows = () => server.deps.connection.collection('residents');
const guardians = () => server.deps.connection.collection('guardianships');
const childOf = (mother: Citizen, changes: Record<string, unknown> = {}): Promise<Resident> =>
  registeredChild(server, mother, changes);

describe('a newborn', () => {
  it('is registered by the mother, who may do everything for it', async () => {
    const mother = await buildMother(server);
    const idNumber = buildCertificate();
    const child = await childOf(mother, { idNumber: idNumber.toLowerCase() });
    expect(child).toMatchObject({
      name: '陈小满',
      idType: 'birthCertificate',
      idNumberMasked: `${idNumber.slice(0, 2)}*****${idNumber.slice(-3)}`,
      certificateMasked: `${idNumber.slice(0, 2)}*****${idNumber.slice(-3)}`,
      birthDay: '2026-05-20',
      sex: 'female',
      age: 0,
    });
    const me = bodyOf(await mother.caller.get<Me>('/me'));
    expect(me.residents[1]).toMatchObject({
      id: child.id,
      relation: 'guardian',
      scopes: ['book', 'report', 'record', 'consult'],
    });
    const { id: sessionId } = await openSession(server);
    const booked = await mother.caller.post('/bookings', { sessionId, residentId: child.id });
    expect(outcomeOf(booked)).toBe('201');
    expect(await ownOf(mother)).toEqual([
      expect.objectContaining({
        name: '陈小满',
        relationship: 'mother',
        status: 'active',
        childId: child.id,
        addedBy: 'registration',
        recordEndsDay: '2040-05-20',
        endsDay: '2044-05-20',
      }),
    ]);
  });

  it('is nowhere kept in plain text, and its consents say who gave them', async () => {
    const mother = await buildMother(server);
    const idNumber = buildCertificate();
    const child = await childOf(mother, { idNumber });
    const raw = JSON.stringify([await rows().find({}).toArray(), await guardians().find({}).toArray()]);
    expect(raw).not.toContain(idNumber);
    expect(raw).not.toContain('陈小满');
    const consents = await server.deps.connection
      .collection('consents')
      .find({ residentId: child.id })
      .sort({ _id: 1 })
      .toArray();
    expect(consents.map(({ purpose, accountId }) => [purpose as string, accountId as string])).toEqual(
      ['service', 'sensitive', 'guardian'].map((purpose) => [purpose, mother.accountId]),
    );
    const told = await auditRows(server).find({ residentId: child.id, action: 'resident.create' }).toArray();
    expect(told.map(({ relativeId }) => relativeId)).toEqual([mother.residentId]);
  });

  it('refuses every bad field, and who cannot be a guardian', async () => {
    const mother = await buildMother(server);
    const bad: [Record<string, unknown>, string][] = [
      [{ idNumber: 'X12345678' }, 'body.idNumber LENGTH'],
      [{ idNumber: '1X12345678' }, 'body.idNumber CHARSET'],
      [{ birthDay: undefined }, 'body.birthDay EMPTY'],
      [{ birthDay: '2026-06-05' }, 'body.birthDay FUTURE'],
      [{ birthDay: '2012-06-04' }, 'body.birthDay TOO_OLD'],
      [{ sex: undefined }, 'body.sex EMPTY'],
      [{ sex: 'other' }, 'body.sex UNKNOWN'],
      [{ idType: 'passport' }, 'body.idType UNKNOWN'],
      [{ guardian: undefined }, 'body.guardian EMPTY'],
      [{ guardian: { relationship: 'aunt' } }, 'body.guardian.relationship UNKNOWN'],
      [{ guardian: { relationship: 'mother', id: mother.residentId } }, 'body.guardian.id UNKNOWN'],
    ];
    for (const [changes, fault] of bad) expect(faultsOf(await registerChild(server, mother, changes))).toEqual([fault]);
    for (const missing of ['service', 'sensitive', 'guardian']) {
      const { consents } = buildNewborn(server);
      const answer = await registerChild(server, mother, {
        consents: consents.filter(({ purpose }) => purpose !== missing),
      });
      expect(outcomeOf(answer)).toBe('403 CONSENT_REQUIRED');
    }
    const minor = await buildCitizen(server, { birthDay: '2008-06-05' });
    expect(outcomeOf(await registerChild(server, minor))).toBe('403 CONSENT_REQUIRED');
    const nobody = await signInResident(server, 'ok-no-person');
    expect(outcomeOf(await nobody.caller.post('/residents', buildNewborn(server)))).toBe('409 RESIDENT_REQUIRED');
    expect(outcomeOf(await new Caller(server.baseUrl).post('/residents', buildNewborn(server)))).toBe(
      '401 AUTH_REQUIRED',
    );
  });

  it('is one record for one certificate, however often and from wherever it is sent', async () => {
    const [mother, father] = [await buildMother(server), await buildFather(server)];
    const changes = { idNumber: buildCertificate() };
    const key = randomUUID();
    const body = buildNewborn(server, changes);
    await server.deps.limits.childByAccount.forget(mother.accountId);
    const repeats = await Promise.all(
      Array.from({ length: 4 }, () => mother.caller.post<Resident>('/residents', body, key)),
    );
    expect(countOutcomes(repeats)).toEqual({ '201': 4 });
    expect(new Set(repeats.map(({ body: { id } }) => id)).size).toBe(1);
    expect(outcomeOf(await mother.caller.post('/residents', { ...body, name: '陈大满' }, key))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
    expect(outcomeOf(await registerChild(server, father, changes))).toBe('409 RESIDENT_CLAIM_NEEDED');
    expect(await ownOf(father)).toEqual([]);
    expect(await guardians().countDocuments({ residentId: repeats[0]?.body.id ?? '' })).toBe(1);
    const desk = await staffCaller(server, ['desk']).post<{ conflict: { id: string } }>(
      '/residents',
      buildNewborn(server, { ...changes, guardian: { relationship: 'mother', id: mother.residentId } }),
    );
    expect([outcomeOf(desk), desk.body.conflict.id]).toEqual(['409 RESIDENT_EXISTS', repeats[0]?.body.id]);
  });

  it('can be looked for in vain five times an hour; then known and unknown answer the same', async () => {
    const [mother, other] = [await buildMother(server), await buildMother(server)];
    const known = buildCertificate();
    await childOf(mother, { idNumber: known });
    for (let i = 0; i < 5; i += 1)
      expect(outcomeOf(await registerChild(server, other, { idNumber: known }))).toBe('409 RESIDENT_CLAIM_NEEDED');
    const answers = [await registerChild(server, other, { idNumber: known }), await registerChild(server, other)];
    expect(answers.map(outcomeOf)).toEqual(['429 RATE_LIMITED', '429 RATE_LIMITED']);
    const [first, second] = answers.map(sameBody);
    expect(first).toEqual(second);
  });

  it('is registered five times an hour at most by one account', async () => {
    const mother = await buildMother(server);
    for (let i = 0; i < 5; i += 1)
      expect(outcomeOf(await mother.caller.post('/residents', buildNewborn(server)))).toBe('201');
    expect(outcomeOf(await mother.caller.post('/residents', buildNewborn(server)))).toBe('429 RATE_LIMITED');
  });
});

describe('at the desk', () => {
  it('is registered with the mother named, also one without an account, and found by the certificate', async () => {
    const desk = staffCaller(server, ['desk']);
    const mother = bodyOf(await desk.post<Resident>('/residents', buildRegistration(server, { name: '陈晓岚' })), 201);
    const idNumber = buildCertificate();
    const guardian = { relationship: 'mother', id: mother.id };
    const child = bodyOf(await desk.post<Resident>('/residents', buildNewborn(server, { idNumber, guardian })), 201);
    const found = bodyOf(await desk.get<{ items: { id: string }[] }>(`/residents?query=${idNumber.toLowerCase()}`));
    expect(found.items.map(({ id }) => id)).toEqual([child.id]);
    expect(await guardiansOf(desk, child.id)).toEqual([
      expect.objectContaining({
        name: '陈晓岚',
        relationship: 'mother',
        addedBy: 'desk',
        childId: child.id,
        own: false,
      }),
    ]);
  });

  it('asks for a guardian of age for everybody under 14, and for nobody of age', async () => {
    const desk = staffCaller(server, ['desk']);
    const mother = await buildMother(server);
    const minor = await buildCitizen(server, { birthDay: '2008-06-05' });
    const of = (birthDay: string, guardian?: Record<string, unknown>) =>
      desk.post<Resident>(
        '/residents',
        buildNewborn(server, {
          idType: 'residentId',
          idNumber: buildIdNumber({ birthDay }),
          birthDay: undefined,
          sex: undefined,
          guardian,
        }),
      );
    const named = (id: string) => ({ relationship: 'mother', id });
    expect(faultsOf(await of('2012-06-05'))).toEqual(['body.guardian EMPTY']);
    expect(outcomeOf(await of('2012-06-04'))).toBe('201');
    expect(faultsOf(await of('2012-06-05', { relationship: 'mother' }))).toEqual(['body.guardian.id UNKNOWN']);
    expect(faultsOf(await of('2012-06-05', named('nobody')))).toEqual(['body.guardian.id UNKNOWN']);
    expect(faultsOf(await of('2012-06-05', named(minor.residentId)))).toEqual(['body.guardian.id MINOR']);
    expect(faultsOf(await of('1990-06-05', named(mother.residentId)))).toEqual(['body.guardian ADULT']);
    expect(outcomeOf(await of('2012-06-05', named(mother.residentId)))).toBe('201');
    expect(outcomeOf(await of('2009-06-05', named(mother.residentId)))).toBe('201');
  });
});

describe('the ID number', () => {
  const add = (caller: Caller, child: Resident, idNumber: string, rev = child.rev) =>
    caller.put<Resident>(`/residents/${child.id}/id-number`, { rev, idNumber });
  const cardOf = () => buildIdNumber({ birthDay: '2026-05-20', sex: 'female' });

  it('comes to the same record, which both numbers find; a repeat finds it done', async () => {
    const mother = await buildMother(server);
    const certificate = buildCertificate();
    const child = await childOf(mother, { idNumber: certificate });
    const idNumber = cardOf();
    const added = bodyOf(await add(mother.caller, child, idNumber));
    expect(added).toMatchObject({
      id: child.id,
      idType: 'residentId',
      idNumberMasked: `110101********${idNumber.slice(-4)}`,
      certificateMasked: child.certificateMasked,
      rev: child.rev + 1,
    });
    expect(bodyOf(await add(mother.caller, child, idNumber))).toEqual(added);
    const desk = staffCaller(server, ['desk']);
    for (const query of [certificate, idNumber]) {
      const { items } = bodyOf(await desk.get<{ items: { id: string }[] }>(`/residents?query=${query}`));
      expect(items.map(({ id }) => id)).toEqual([child.id]);
    }
    // Neither number makes a second record.
    const father = await buildFather(server);
    for (const changes of [{ idNumber: certificate }, { idType: 'residentId', idNumber }])
      expect(outcomeOf(await registerChild(server, father, changes))).toBe('409 RESIDENT_CLAIM_NEEDED');
    expect(outcomeOf(await add(mother.caller, added, cardOf()))).toBe('409 STATE_CONFLICT');
  });

  it("has to be this child's, unless the desk corrects with the card in hand", async () => {
    const mother = await buildMother(server);
    const child = await childOf(mother);
    const other = buildIdNumber({ birthDay: '2026-05-21', sex: 'female' });
    expect(faultsOf(await add(mother.caller, child, other))).toEqual(['body.idNumber DIFFERENT']);
    expect(faultsOf(await add(mother.caller, child, '123'))).toEqual(['body.idNumber LENGTH']);
    expect(outcomeOf(await add(mother.caller, child, cardOf(), 7))).toBe('409 STATE_CONFLICT');
    const desk = staffCaller(server, ['desk']);
    await revealTo(desk, child.id);
    expect(bodyOf(await add(desk, child, other))).toMatchObject({ birthDay: '2026-05-21', idType: 'residentId' });
    expect(outcomeOf(await add(new Caller(server.baseUrl), child, other))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await add(staffCaller(server, ['editor']), child, other))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await add((await buildFather(server)).caller, child, other))).toBe('404 NOT_FOUND');
  });

  it('is refused where somebody has it: to the desk with the record, to a guardian five times an hour', async () => {
    const mother = await buildMother(server);
    const idNumber = cardOf();
    const twin = await childOf(mother, { idType: 'residentId', idNumber, birthDay: undefined, sex: undefined });
    const child = await childOf(mother);
    for (let i = 0; i < 5; i += 1)
      expect(outcomeOf(await add(mother.caller, child, idNumber))).toBe('409 RESIDENT_CLAIM_NEEDED');
    expect(outcomeOf(await add(mother.caller, child, cardOf()))).toBe('429 RATE_LIMITED');
    const desk = staffCaller(server, ['desk']);
    await revealTo(desk, child.id);
    const refused = await desk.put<{ conflict: { id: string } }>(`/residents/${child.id}/id-number`, {
      rev: child.rev,
      idNumber,
    });
    expect([outcomeOf(refused), refused.body.conflict.id]).toEqual(['409 RESIDENT_EXISTS', twin.id]);
  });

  it('goes to one of two children when two ask at once', async () => {
    const mother = await buildMother(server);
    const children = [await childOf(mother), await childOf(mother)];
    const idNumber = cardOf();
    const answers = await Promise.all(children.map((child) => add(mother.caller, child, idNumber)));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 RESIDENT_CLAIM_NEEDED': 1 });
  });
});
