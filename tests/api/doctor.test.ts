import { createStaff } from '@linkang/server/modules/staff';
import { createTeams } from '@linkang/server/modules/team';
import { modules } from '@linkang/server/modules';
import type { Doctor } from '@linkang/shared/api/doctor.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { STAFF_PASSWORD } from '../support/builders';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { drawPicture, upload } from '../support/pictures';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let anyone: Caller;
// Signed at the clock's present time: one test moves it by days.
const director = (): Caller => staffCaller(server, ['director'], 'director-1');

beforeAll(async () => {
  server = await startServer({ limits: false });
  anyone = new Caller(server.baseUrl);
  const person = { name: '周敏', title: '主治医师', specialities: '' };
  const team = { intro: '', leader: person, members: [], capacity: 10, hardLimit: false, order: 0 };
  await createTeams([{ ...team, id: 'team-1', name: '青禾团队' }]);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

let made = 0;
const makeAccount = async (roles: PolicyRole[] = ['doctor'], name = '林静秋'): Promise<string> => {
  made += 1;
  const person = { username: `doctor-${made}`, name, title: '主治医师', roles, teamIds: [], demo: false };
  return (await createStaff({ ...person, password: STAFF_PASSWORD }))?.id ?? '';
};
const buildBody = (changes: Record<string, unknown> = {}) => ({
  staffId: null,
  visitingFrom: '市第一人民医院',
  name: '顾行之',
  title: '心内科主任医师',
  specialities: ['冠心病', '心衰'],
  intro: '每月来坐诊。',
  photoFileId: null,
  teamId: null,
  active: true,
  order: 5,
  ...changes,
});
const addDoctor = async (changes: Record<string, unknown> = {}): Promise<Doctor> =>
  bodyOf(await director().post<Doctor>('/doctors', buildBody(changes)), 201);
const changeDoctor = (doctor: Doctor, changes: Record<string, unknown>) => {
  const { id, photoUrl: _, teamName: __, ...body } = doctor;
  return director().put<Doctor>(`/doctors/${id}`, { ...body, ...changes });
};
const idsOf = async (caller: Caller, query = ''): Promise<string[]> =>
  bodyOf(await caller.get<{ items: Doctor[] }>(`/doctors${query}`)).items.map(({ id }) => id);

describe('profiles of doctors', () => {
  it('tell anybody about a visitor from another hospital', async () => {
    const doctor = await addDoctor();
    expect(doctor).toEqual({
      id: expect.any(String),
      name: '顾行之',
      title: '心内科主任医师',
      specialities: ['冠心病', '心衰'],
      intro: '每月来坐诊。',
      photoFileId: null,
      photoUrl: null,
      teamId: null,
      teamName: null,
      visitingFrom: '市第一人民医院',
      active: true,
      order: 5,
      rev: 0,
      check: 'passed',
    });
    const { check: _, ...shown } = doctor;
    expect(bodyOf(await anyone.get(`/doctors/${doctor.id}`))).toEqual(shown);
  });

  it('belong to an account once, and are offered for accounts of doctors only', async () => {
    const staffId = await makeAccount();
    const nurse = await makeAccount(['nurse']);
    const accounts = async () =>
      bodyOf(await director().get<{ items: { id: string }[] }>('/doctor-accounts')).items.map(({ id }) => id);
    expect(await accounts()).toEqual(expect.arrayContaining([staffId]));
    expect(await accounts()).not.toContain(nurse);
    const own = { staffId, visitingFrom: null, teamId: 'team-1' };
    const race = await Promise.all(Array.from({ length: 20 }, () => director().post('/doctors', buildBody(own))));
    expect(countOutcomes(race)).toEqual({ 201: 1, '409 DOCTOR_EXISTS': 19 });
    expect(await accounts()).not.toContain(staffId);
    expect(bodyOf(await anyone.get<Doctor>(`/doctors/${staffId}`))).toMatchObject({
      id: staffId,
      teamId: 'team-1',
      teamName: '青禾团队',
    });
    expect(faultsOf(await director().post('/doctors', buildBody({ staffId: nurse, visitingFrom: null })))).toEqual([
      'body.staffId UNKNOWN',
    ]);
  });

  it('are made once of twenty repeats', async () => {
    const send = (body: object) => director().post<Doctor>('/doctors', body, 'doctor-key');
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(buildBody())));
    expect(new Set(answers.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect(outcomeOf(await send(buildBody({ order: 6 })))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('stand in their order, those of a team alone where one asks, and without those who left', async () => {
    const last = await addDoctor({ order: 9001, teamId: 'team-1' });
    const first = await addDoctor({ order: 9000 });
    const left = await addDoctor({ order: 9002, active: false });
    expect((await idsOf(anyone)).slice(-2)).toEqual([first.id, last.id]);
    expect((await idsOf(anyone, '?teamId=team-1')).at(-1)).toBe(last.id);
    expect(await idsOf(anyone, '?teamId=team-1')).not.toContain(first.id);
    expect((await idsOf(director(), '?withInactive=true')).at(-1)).toBe(left.id);
    expect(outcomeOf(await anyone.get('/doctors?withInactive=true'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['doctor']).get('/doctors?withInactive=true'))).toBe('403 FORBIDDEN');
    expect(faultsOf(await anyone.get('/doctors?withInactive=1&teamId=a%20b'))).toEqual([
      'query.teamId ID',
      'query.withInactive TYPE',
    ]);
    expect(outcomeOf(await anyone.get(`/doctors/${left.id}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await director().get(`/doctors/${left.id}`))).toBe('200');
    expect(outcomeOf(await anyone.get(`/doctors/${MISSING}`))).toBe('404 NOT_FOUND');
  });

  it('are changed by their revision, one of two changes at once', async () => {
    const doctor = await addDoctor();
    const changed = bodyOf(await changeDoctor(doctor, { name: '顾行', specialities: [], teamId: 'team-1' }));
    expect(changed).toEqual({
      ...doctor,
      name: '顾行',
      specialities: [],
      teamId: 'team-1',
      teamName: '青禾团队',
      rev: 1,
    });
    const race = await Promise.all([changeDoctor(changed, { order: 1 }), changeDoctor(changed, { order: 2 })]);
    expect(countOutcomes(race)).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    expect(outcomeOf(await changeDoctor({ ...doctor, id: MISSING }, {}))).toBe('404 NOT_FOUND');
  });

  it('stay those of a visitor or of an account', async () => {
    const visitor = await addDoctor();
    const own = await addDoctor({ staffId: await makeAccount(), visitingFrom: null });
    expect(faultsOf(await changeDoctor(visitor, { visitingFrom: null }))).toEqual(['body.visitingFrom EMPTY']);
    expect(faultsOf(await changeDoctor(own, { visitingFrom: '市第一人民医院' }))).toEqual([
      'body.visitingFrom STAFF_OR_VISITOR',
    ]);
  });

  it('have a photo that is kept as long as it is used', async () => {
    const photo = bodyOf(await upload(staffCaller(server, ['admin']), await drawPicture(300, 300)), 201);
    const spare = bodyOf(await upload(director(), await drawPicture(200, 200)), 201);
    const doctor = await addDoctor({ photoFileId: photo.id });
    expect(doctor).toMatchObject({ photoFileId: photo.id, photoUrl: `/api/v1/files/${photo.id}?w=640` });
    server.clock.set('2026-06-06T04:00:00.000Z');
    const jobs = modules.flatMap((module) => module.jobs?.(server.deps) ?? []);
    await jobs.find(({ name }) => name === 'removeUnusedFiles')?.run();
    const statusOf = async (id: string) => (await fetch(`${server.baseUrl}/api/v1/files/${id}`)).status;
    expect([await statusOf(photo.id), await statusOf(spare.id)]).toEqual([200, 404]);
    expect(bodyOf(await changeDoctor(doctor, { photoFileId: null })).photoUrl).toBeNull();
  });
});

describe('faults of a profile', () => {
  it.each([
    [{ name: undefined }, ['body.name MISSING']],
    [{ name: ' ' }, ['body.name EMPTY']],
    [{ name: '名'.repeat(31) }, ['body.name TOO_LONG']],
    [{ title: '职'.repeat(31) }, ['body.title TOO_LONG']],
    [{ specialities: ['病'.repeat(21)] }, ['body.specialities.0 TOO_LONG']],
    [{ specialities: [''] }, ['body.specialities.0 EMPTY']],
    [{ specialities: Array.from({ length: 11 }, (_, i) => `病${i}`) }, ['body.specialities TOO_MANY']],
    [{ intro: '话'.repeat(501) }, ['body.intro TOO_LONG']],
    [{ photoFileId: MISSING }, ['body.photoFileId UNKNOWN']],
    [{ photoFileId: 'a b' }, ['body.photoFileId ID']],
    [{ teamId: MISSING }, ['body.teamId UNKNOWN']],
    [{ teamId: undefined }, ['body.teamId MISSING']],
    [{ active: 1 }, ['body.active TYPE']],
    [{ order: 10_000 }, ['body.order TOO_LARGE']],
    [{ visitingFrom: '' }, ['body.visitingFrom EMPTY']],
    [{ visitingFrom: '院'.repeat(61) }, ['body.visitingFrom TOO_LONG']],
  ])('refuses %j', async (changes, faults) => {
    expect(faultsOf(await director().post('/doctors', buildBody(changes)))).toEqual(faults);
    const { staffId: _, ...body } = buildBody(changes);
    const doctor = await addDoctor();
    expect(faultsOf(await director().put(`/doctors/${doctor.id}`, { ...body, rev: 0 }))).toEqual(faults);
  });

  it('wants either an account or another hospital', async () => {
    expect(faultsOf(await director().post('/doctors', buildBody({ visitingFrom: null })))).toEqual([
      'body.visitingFrom EMPTY',
    ]);
    expect(faultsOf(await director().post('/doctors', buildBody({ staffId: MISSING })))).toEqual([
      'body.visitingFrom STAFF_OR_VISITOR',
    ]);
    expect(faultsOf(await director().post('/doctors', buildBody({ staffId: 'a b', visitingFrom: null })))).toEqual([
      'body.staffId ID',
    ]);
  });
});

describe('an own profile', () => {
  const words = { rev: 0, intro: '我看了二十年高血压。', specialities: ['高血压'] };

  it("says what its doctor wants it to, and nobody else's", async () => {
    const staffId = await makeAccount();
    const doctor = await addDoctor({ staffId, visitingFrom: null });
    const own = staffCaller(server, ['doctor'], staffId);
    expect(bodyOf(await own.put(`/doctors/${staffId}/intro`, words))).toEqual({ ...doctor, ...words, rev: 1 });
    expect(outcomeOf(await own.put(`/doctors/${staffId}/intro`, words))).toBe('409 STATE_CONFLICT');
    const another = staffCaller(server, ['doctor']);
    expect(outcomeOf(await another.put(`/doctors/${staffId}/intro`, { ...words, rev: 1 }))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await own.put(`/doctors/${MISSING}/intro`, words))).toBe('404 NOT_FOUND');
    expect(faultsOf(await own.put(`/doctors/${staffId}/intro`, { rev: 'a', intro: '话'.repeat(501) }))).toEqual([
      'body.rev TYPE',
      'body.intro TOO_LONG',
      'body.specialities MISSING',
    ]);
  });

  it('is still seen by a doctor who has left', async () => {
    const staffId = await makeAccount();
    await addDoctor({ staffId, visitingFrom: null, active: false });
    expect(outcomeOf(await staffCaller(server, ['doctor'], staffId).get(`/doctors/${staffId}`))).toBe('200');
    expect(outcomeOf(await staffCaller(server, ['doctor']).get(`/doctors/${staffId}`))).toBe('404 NOT_FOUND');
  });
});

describe('who looks after profiles', () => {
  const calls = (caller: Caller) => [
    caller.post('/doctors', buildBody()),
    caller.put(`/doctors/${MISSING}`, { ...buildBody(), rev: 0 }),
    caller.get('/doctor-accounts'),
  ];

  it.each<PolicyRole>(['doctor', 'nurse', 'desk', 'editor'])('is not %s', async (role) => {
    const answers = await Promise.all(calls(staffCaller(server, [role])));
    expect(answers.map(outcomeOf)).toEqual(Array(3).fill('403 FORBIDDEN'));
  });

  it('is nobody without an account, and no resident', async () => {
    expect((await Promise.all(calls(anyone))).map(outcomeOf)).toEqual(Array(3).fill('401 AUTH_REQUIRED'));
    const { caller } = await buildCitizen(server);
    expect((await Promise.all(calls(caller))).map(outcomeOf)).toEqual(Array(3).fill('403 FORBIDDEN'));
    expect(outcomeOf(await anyone.put(`/doctors/${MISSING}/intro`, {}))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await director().put(`/doctors/${MISSING}/intro`, {}))).toBe('403 FORBIDDEN');
  });
});
