import { createDemoContract } from '@linkang/server/modules/contract';
import { createStaff } from '@linkang/server/modules/staff';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { readableOf } from '../support/at-rest';
import { seeTrail } from '../support/audits';
import { STAFF_PASSWORD } from '../support/builders';
import { buildCitizen, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { buildTeam } from '../support/contracts';
import { Caller } from '../support/http';
import { buildProxy } from '../support/proxies';
import { doctorWith, openRecord, seeEntry, seeRecord, versionsOf, write } from '../support/records';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const NONE = { values: { drugs: ['无'] } };

let server: TestServer;
let person: Citizen;
let director: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { name: '王秀英' });
  director = staffCaller(server, ['director'], 'director-1');
});
afterAll(() => server.stop());

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown>>(name);
const at = (path = ''): string => `/residents/${person.residentId}/record${path}`;
const opened = async (body: Record<string, unknown> = {}) =>
  bodyOf(await openRecord(director, person.residentId, body), 201).record;
const buildDoctor = async (roles: ('doctor' | 'nurse')[] = ['doctor']): Promise<string> => {
  const username = `record-${Math.random().toString(36).slice(2, 10)}`;
  const made = await createStaff({
    ...{ username, name: '林若溪', title: '医生', roles, teamIds: [], demo: false },
    password: STAFF_PASSWORD,
  });
  return made?.id ?? '';
};

describe('opening', () => {
  it('gives a number, today and the team of the contract, once for a person', async () => {
    const team = await buildTeam();
    await createDemoContract(server.deps, {
      ...{ residentId: person.residentId, teamId: team._id, packageCodes: [], termYears: 1 },
      ...{ signedAt: server.clock.now(), signedBy: person.accountId, decidedBy: 'staff-test' },
    });
    expect(await seeRecord(director, person.residentId)).toBeNull();
    const same = await Promise.all(
      Array.from({ length: 20 }, () => openRecord(director, person.residentId, { tags: ['LivesAlone'] }, 'same')),
    );
    expect(new Set(same.map((made) => bodyOf(made, 201).record.number)).size).toBe(1);
    expect(bodyOf(same[0] as (typeof same)[number], 201).record).toMatchObject({
      ...{ residentId: person.residentId, status: 'open', openedDay: '2026-06-04', electronic: true },
      ...{ teamId: team._id, teamName: '青禾团队', tags: ['LivesAlone'], entries: [], rev: 0 },
      number: expect.stringMatching(/^JD\d{5}$/) as string,
    });
    expect(outcomeOf(await openRecord(director, person.residentId, {}, 'same'))).toBe('422 IDEMPOTENCY_MISMATCH');
    expect(outcomeOf(await openRecord(director, person.residentId))).toBe('409 STATE_CONFLICT');
    expect((await seeTrail(person)).items.map(({ action }) => action)).toContain('record.create');
  });

  it('is won by one of many', async () => {
    const raced = await Promise.all(Array.from({ length: 6 }, () => openRecord(director, person.residentId)));
    expect(countOutcomes(raced)).toEqual({ '201': 1, '409 STATE_CONFLICT': 5 });
  });

  it('begins numbers with the code of the area, and gives each once', async () => {
    const admin = staffCaller(server, ['admin']);
    const { centre, rev } = bodyOf(await admin.get<{ centre: object; rev: number }>('/settings/centre'));
    const save = (areaCode: string | null, at: number) =>
      admin.put('/settings/centre', { rev: at, centre: { ...centre, areaCode } });
    expect(faultsOf(await save('110108', rev))).toEqual(['body.centre.areaCode AREA_CODE']);
    bodyOf(await save('990101001001', rev));
    const others = await Promise.all(
      ['1950-01-01', '1950-02-01', '1950-03-01'].map((birthDay) => buildCitizen(server, { birthDay })),
    );
    const made = await Promise.all(others.map(({ residentId }) => openRecord(director, residentId)));
    const numbers = made.map((answer) => bodyOf(answer, 201).record.number);
    expect(numbers.sort()).toEqual(['99010100100100001', '99010100100100002', '99010100100100003']);
    bodyOf(await save(null, rev + 1));
  });

  it('names each bad field', async () => {
    const nurse = await buildDoctor(['nurse']);
    const faults = async (body: object) => faultsOf(await openRecord(director, person.residentId, { ...body }));
    expect(await faults({ teamId: 'nowhere', doctorId: nurse })).toEqual([
      'body.teamId UNKNOWN',
      'body.doctorId UNKNOWN',
    ]);
    expect(await faults({ openedDay: '2026-06-05' })).toEqual(['body.openedDay PAST']);
    expect(await faults({ openedDay: '2026' })).toEqual(['body.openedDay DAY']);
    expect(await faults({ tags: ['Rich'] })).toEqual(['body.tags.0 UNKNOWN']);
    expect(await faults({ tags: ['Veteran', 'Veteran'] })).toEqual(['body.tags REPEATED']);
    expect(await faults({ electronic: 'ja' })).toEqual(['body.electronic TYPE']);
    expect(faultsOf(await openRecord(director, person.residentId, {}, null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
  });
});

describe('who reads it', () => {
  it('is the person, a relative who may see the file, and staff with a ground', async () => {
    await opened();
    bodyOf(await write(director, person.residentId, 'allergies', { rev: 0, values: { drugs: ['青霉素'] } }));
    const [booker, reader, stranger] = await Promise.all([
      buildCitizen(server, { birthDay: '1984-01-01' }),
      buildCitizen(server, { birthDay: '1984-02-01' }),
      buildCitizen(server, { birthDay: '1984-03-01' }),
    ]);
    await buildProxy(server, booker, person, { scopes: ['book'] });
    await buildProxy(server, reader, person, { scopes: ['record'] });
    const paths = ['', '/entries?kind=allergies'].map(at).concat(`/residents/${person.residentId}/timeline`);
    for (const path of paths) {
      const missing = path.replace(person.residentId, MISSING);
      expect(outcomeOf(await new Caller(server.baseUrl).get(path))).toBe('401 AUTH_REQUIRED');
      expect(sameBody(await stranger.caller.get(path))).toEqual(sameBody(await stranger.caller.get(missing)));
      expect(outcomeOf(await stranger.caller.get(path))).toBe('404 NOT_FOUND');
      expect(outcomeOf(await booker.caller.get(path))).toBe('403 PROXY_SCOPE_MISSING');
      expect(outcomeOf(await staffCaller(server, ['desk']).get(path))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await staffCaller(server, ['doctor']).get(path))).toBe('403 ACCESS_LIMITED');
      expect(outcomeOf(await director.get(missing))).toBe('404 NOT_FOUND');
      for (const caller of [person.caller, reader.caller, director]) expect((await caller.get(path)).status).toBe(200);
    }
    expect((await seeEntry(reader.caller, person.residentId, 'allergies'))?.values).toEqual({ drugs: ['青霉素'] });
    const told = (await seeTrail(person)).items.map(({ action }) => action);
    expect(told).toEqual(expect.arrayContaining(['record.get', 'record.saveEntry', 'record.timeline']));
  });

  it('are for severe mental disorders only the person and accounts with the right', async () => {
    await opened();
    const marked = doctorWith(server, ['sensitiveFlags']);
    const secret = { rev: 0, values: { disorder: true, year: 2001 } };
    expect(outcomeOf(await write(director, person.residentId, 'sensitive', secret))).toBe('404 NOT_FOUND');
    bodyOf(await write(marked, person.residentId, 'sensitive', secret));
    const reader = await buildCitizen(server, { birthDay: '1984-02-01' });
    await buildProxy(server, reader, person, { scopes: ['record'] });
    for (const caller of [director, reader.caller]) {
      const seen = await seeRecord(caller, person.residentId);
      expect(seen?.kinds).not.toContain('sensitive');
      expect(readableOf(seen)).not.toMatch(/disorder|2001/);
      expect(outcomeOf(await caller.get(at('/entries?kind=sensitive')))).toBe('404 NOT_FOUND');
    }
    for (const caller of [marked, person.caller])
      expect(await seeEntry(caller, person.residentId, 'sensitive')).toMatchObject({ values: { disorder: true } });
    const line = await director.get<{ items: { title: string }[] }>(`/residents/${person.residentId}/timeline`);
    expect(bodyOf(line).items.map(({ title }) => title)).toEqual(['更新健康档案']);
  });

  it('finds nothing readable in the database', async () => {
    await opened();
    bodyOf(
      await write(director, person.residentId, 'allergies', { rev: 0, values: { drugs: ['其他'], other: '碘造影剂' } }),
    );
    bodyOf(
      await write(director, person.residentId, 'illnesses', { rev: 0, rows: [{ disease: '高血压', year: 2015 }] }),
    );
    const raw = readableOf(await rows('recordEntries').find({ residentId: person.residentId }).toArray());
    for (const secret of ['碘', '高血压', '2015', 'drugs']) expect(raw).not.toContain(secret);
  });
});

describe('writing', () => {
  it('adds a version beside the earlier ones and says what changed, who and when', async () => {
    await opened();
    const [lin, he] = [await buildDoctor(), await buildDoctor()];
    const [one, other] = [staffCaller(server, ['director'], lin), staffCaller(server, ['director'], he)];
    bodyOf(await write(one, person.residentId, 'illnesses', { rev: 0, rows: [{ disease: '高血压', year: 2015 }] }));
    server.clock.advanceMinutes(10);
    const second = {
      rev: 1,
      rows: [
        { year: 2015, disease: '高血压' },
        { disease: '其他', detail: ' 痛风 ' },
      ],
    };
    const seen = bodyOf(await write(other, person.residentId, 'illnesses', second)).record;
    expect(seen.lastServedDay).toBe('2026-06-04');
    expect(seen.entries).toMatchObject([
      {
        ...{ kind: 'illnesses', rev: 2, review: false, values: {} },
        rows: [
          { disease: '高血压', year: 2015 },
          { disease: '其他', detail: '痛风' },
        ],
        signed: { by: '林若溪', at: '2026-06-04T04:10:00.000Z', intact: true },
      },
    ]);
    expect(await versionsOf(person.caller, person.residentId, 'illnesses')).toMatchObject([
      { rev: 2, changed: [{ name: '第2条', before: '', after: '其他，痛风' }], fromRecord: null },
      { rev: 1, changed: [{ name: '第1条', before: '', after: '高血压，2015年' }], signed: { at: TEST_NOW } },
    ]);
  });

  it('changes nothing when the same is sent again', async () => {
    await opened();
    bodyOf(await write(director, person.residentId, 'allergies', { rev: 0, ...NONE }));
    bodyOf(await write(director, person.residentId, 'allergies', { rev: 0, ...NONE }));
    expect(await versionsOf(director, person.residentId, 'allergies')).toHaveLength(1);
  });

  it('is won by one of two doctors; the other is told, and nothing is lost', async () => {
    await opened();
    bodyOf(await write(director, person.residentId, 'allergies', { rev: 0, ...NONE }));
    const drugs = ['青霉素', '磺胺', '链霉素'];
    const raced = await Promise.all(
      drugs.map((drug) => write(director, person.residentId, 'allergies', { rev: 1, values: { drugs: [drug] } })),
    );
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 2 });
    const won = drugs[raced.findIndex(({ status }) => status === 200)] ?? '';
    const versions = await versionsOf(director, person.residentId, 'allergies');
    expect(versions.map(({ values }) => values)).toEqual([{ drugs: [won] }, { drugs: ['无'] }]);
    const stale = await write(director, person.residentId, 'allergies', {
      rev: 1,
      values: { drugs: ['其他'], other: '碘' },
    });
    expect(outcomeOf(stale)).toBe('409 STATE_CONFLICT');
  });

  it('shows when somebody changed a version in the database', async () => {
    await opened();
    bodyOf(await write(director, person.residentId, 'allergies', { rev: 0, ...NONE }));
    await rows('recordEntries').updateOne({ residentId: person.residentId }, { $set: { by: 'somebody-else' } });
    expect((await seeEntry(director, person.residentId, 'allergies'))?.signed.intact).toBe(false);
  });

  it('names each bad field', async () => {
    await opened();
    const faults = async (kind: 'allergies' | 'illnesses', body: object) =>
      faultsOf(await write(director, person.residentId, kind, { rev: 0, ...body }));
    expect(await faults('allergies', {})).toEqual(['body.values.drugs MISSING']);
    expect(await faults('allergies', { values: { drugs: ['无', '磺胺'] } })).toEqual(['body.values.drugs EXCLUSIVE']);
    expect(await faults('allergies', { values: { drugs: ['其他'] } })).toEqual(['body.values.other MISSING']);
    expect(await faults('allergies', { ...NONE, rows: [{ drugs: ['无'] }] })).toEqual(['body.rows UNKNOWN_FIELD']);
    expect(await faults('illnesses', { rows: [{ disease: '高血压', year: 2030 }] })).toEqual([
      'body.rows.0.year TOO_HIGH',
    ]);
    expect(await faults('illnesses', { rows: [{ disease: '感冒' }] })).toEqual(['body.rows.0.disease UNKNOWN_OPTION']);
    expect(await faults('illnesses', { rows: Array(31).fill({ disease: '高血压' }) })).toEqual(['body.rows TOO_MANY']);
    expect(await faults('illnesses', { values: { $where: 1 } })).toEqual(['body.values.$where TYPE']);
    expect(await faults('allergies', { rev: -1, ...NONE })).toEqual(['body.rev TOO_SMALL']);
    expect(faultsOf(await director.put(at('/entries'), { kind: 'dreams', rev: 0 }))).toEqual(['body.kind UNKNOWN']);
    expect(faultsOf(await director.get(at('/entries?kind=dreams')))).toEqual(['query.kind UNKNOWN']);
  });

  it('needs an open record', async () => {
    expect(outcomeOf(await write(director, person.residentId, 'allergies', { rev: 0, ...NONE }))).toBe('404 NOT_FOUND');
    await opened();
    bodyOf(await director.post(at('/closing'), { rev: 0, reason: 'moved', day: '2026-06-04' }));
    expect(outcomeOf(await write(director, person.residentId, 'allergies', { rev: 0, ...NONE }))).toBe(
      '409 STATE_CONFLICT',
    );
  });
});

describe('changing the record as a whole', () => {
  it('sets groups and who answers for it, at the revision that was seen', async () => {
    await opened();
    const [team, doctorId] = [await buildTeam({ name: '晨光团队' }), await buildDoctor()];
    const body = { rev: 0, teamId: team._id, doctorId, electronic: false, tags: ['Disabled', 'Veteran'] };
    const { record } = bodyOf(await director.put<{ record: object }>(at(), body));
    expect(record).toMatchObject({ ...body, rev: 1, teamName: '晨光团队', doctorName: '林若溪' });
    expect(outcomeOf(await director.put(at(), body))).toBe('409 STATE_CONFLICT');
    const faults = async (changes: object) => faultsOf(await director.put(at(), { ...body, rev: 1, ...changes }));
    expect(await faults({ teamId: 'x', doctorId: 'y' })).toEqual(['body.teamId UNKNOWN', 'body.doctorId UNKNOWN']);
    expect(await faults({ tags: ['Rich'] })).toEqual(['body.tags.0 UNKNOWN']);
    expect(await faults({ electronic: null })).toEqual(['body.electronic TYPE']);
    expect(outcomeOf(await director.put(`/residents/${MISSING}/record`, body))).toBe('404 NOT_FOUND');
  });

  it('closes it with reason and day, opens it again with a reason, and keeps both', async () => {
    await opened({ openedDay: '2026-03-01' });
    const close = (changes: object = {}) =>
      director.post<{ record: object }>(at('/closing'), {
        ...{ rev: 0, reason: 'lost', day: '2026-05-01', words: '三次电话没有人接' },
        ...changes,
      });
    expect(faultsOf(await close({ reason: 'tired' }))).toEqual(['body.reason UNKNOWN']);
    expect(faultsOf(await close({ day: '2026-06-05' }))).toEqual(['body.day PAST']);
    expect(faultsOf(await close({ day: '2026-02-28' }))).toEqual(['body.day ORDER']);
    expect(faultsOf(await close({ words: '长'.repeat(201) }))).toEqual(['body.words TOO_LONG']);
    const raced = await Promise.all([close(), close(), close()]);
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 2 });
    expect(await seeRecord(person.caller, person.residentId)).toMatchObject({
      ...{ status: 'closed', closing: { reason: 'lost', day: '2026-05-01' } },
      states: [{ what: 'closed', words: '三次电话没有人接' }],
    });
    const raw = JSON.stringify(await rows('recordStates').find({ residentId: person.residentId }).toArray());
    expect(raw).not.toContain('三次');
    expect(
      outcomeOf(await director.put(at(), { rev: 1, teamId: null, doctorId: null, electronic: true, tags: [] })),
    ).toBe('409 STATE_CONFLICT');
    const reopen = (words: string) => director.post<{ record: object }>(at('/reopening'), { rev: 1, words });
    expect(faultsOf(await reopen(' '))).toEqual(['body.words EMPTY']);
    expect(bodyOf(await reopen('又联系上了')).record).toMatchObject({
      ...{ status: 'open', closing: null, rev: 2 },
      states: [
        { what: 'reopened', reason: null, words: '又联系上了', day: '2026-06-04' },
        { what: 'closed', reason: 'lost' },
      ],
    });
    expect(outcomeOf(await reopen('又联系上了'))).toBe('409 STATE_CONFLICT');
  });

  it('is closed by those who may', async () => {
    await opened();
    const nurse = staffCaller(server, ['nurse'], 'nurse-1');
    await putAtCounter(server, 'nurse-1', person.residentId);
    const body = { rev: 0, reason: 'death', day: '2026-06-04' };
    expect(outcomeOf(await nurse.post(at('/closing'), body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await person.caller.post(at('/closing'), body))).toBe('403 FORBIDDEN');
    bodyOf(await write(nurse, person.residentId, 'allergies', { rev: 0, ...NONE }));
  });
});
