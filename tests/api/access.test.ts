import { openReason } from '@linkang/server/modules/audit';
import { createDoctors } from '@linkang/server/modules/doctor';
import { createStaff } from '@linkang/server/modules/staff';
import type { Contract } from '@linkang/shared/api/contract.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Standing } from '@linkang/shared/api/resident.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { auditRows } from '../support/audits';
import { buildRegistration, signInStaff } from '../support/builders';
import { book, buildCitizen, openSession, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { buildTeam, signed, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const TODAY = '2026-06-04';

let server: TestServer;
let teamId: string;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer();
  teamId = (await buildTeam())._id;
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  citizen = await buildCitizen(server);
});
afterAll(() => server.stop());

const doctorOf = (teams: string[], id = 'doctor-1'): Caller => teamStaff(server, ['doctor'], teams, id);
/** Every route by which a person's record is read. */
const readAll = async (caller: Caller, { residentId }: Citizen): Promise<string[]> => {
  const paths = [
    `/residents/${residentId}`,
    `/bookings?residentId=${residentId}`,
    `/waitlist?residentId=${residentId}`,
  ];
  return Promise.all(paths.map(async (path) => outcomeOf(await caller.get(path))));
};
const standingOf = async (caller: Caller, { residentId }: Citizen): Promise<Standing> =>
  bodyOf(await caller.get<Standing>(`/residents/${residentId}/standing`));
const groundOf = async (caller: Caller, person = citizen): Promise<string | null> =>
  (await standingOf(caller, person)).ground;
const auditsOf = (residentId: string, action: string) =>
  auditRows(server).find({ residentId, action }).sort({ _id: 1 }).toArray();

const OPEN = ['200', '200', '200'];
const CLOSED = OPEN.map(() => '403 ACCESS_LIMITED');

describe('a doctor', () => {
  it('reads the record of those who signed with the own team, and of nobody else', async () => {
    const contract = await signed(citizen, teamId);
    expect(await groundOf(doctorOf([teamId]))).toBe('application');
    bodyOf(await teamStaff(server, ['director']).post<Contract>(`/contracts/${contract.id}/approve`));
    expect(await readAll(doctorOf([teamId], 'doctor-2'), citizen)).toEqual(OPEN);
    expect(await readAll(doctorOf(['other-team']), citizen)).toEqual(CLOSED);
    expect(await readAll(doctorOf([]), citizen)).toEqual(CLOSED);
    const path = `/contracts/${contract.id}`;
    expect(outcomeOf(await doctorOf([teamId]).get(path))).toBe('200');
    expect(outcomeOf(await doctorOf([]).get(path))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await doctorOf([]).get(`${path}/text`))).toBe('403 ACCESS_LIMITED');
  });

  it('may not change what may not be read', async () => {
    const change = (caller: Caller) => caller.put(`/residents/${citizen.residentId}`, { rev: 0, elderMode: true });
    expect(outcomeOf(await change(doctorOf([])))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await change(teamStaff(server, ['director'])))).toBe('200');
  });

  it('is told the person masked, and the way to the record', async () => {
    const phone = '13912345678';
    const other = await buildCitizen(server, { name: '欧阳建国', phone });
    const standing = await standingOf(doctorOf([]), other);
    expect(standing).toMatchObject({ ground: null, until: null, ways: ['emergency'] });
    expect(standing.person).toMatchObject({ name: '欧**国', phoneMasked: '139****5678' });
    expect(JSON.stringify(standing)).not.toContain(other.idNumber);
    expect(outcomeOf(await doctorOf([]).get(`/residents/${MISSING}/standing`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await doctorOf([]).get(`/residents/${MISSING}`))).toBe('404 NOT_FOUND');
  });

  it('leaves a trace also where the record stays closed', async () => {
    await readAll(doctorOf([], 'curious'), citizen);
    const rows = await auditsOf(citizen.residentId, 'resident.get');
    expect(rows.map(({ staffId, result, code }) => [staffId, result, code])).toEqual([
      ['curious', 'denied', 'ACCESS_LIMITED'],
    ]);
  });

  it('reads the record of whom the own session or room sees today, and not tomorrow', async () => {
    const [mine, other] = ['today-1', 'today-2'];
    const profile = { title: '', specialities: [], intro: '', teamId: null, visitingFrom: null };
    await createDoctors([{ id: mine, name: '林静秋', ...profile }]);
    const director = staffCaller(server, ['director']);
    const room = { name: '203诊室', floor: '2楼', serviceCodes: [], active: true, order: 1 };
    const { id: roomId } = bodyOf(await director.post<{ id: string }>('/rooms', room), 201);
    const times = { startTime: '15:00', endTime: '16:00' };
    const session = await openSession(server, { day: TODAY, doctorId: mine, roomId, ...times });
    const shared = await openSession(server, { day: TODAY, roomId, startTime: '16:00', endTime: '17:00' });
    const neighbour = await buildCitizen(server);
    bodyOf(await book(neighbour, shared.id), 201);
    expect(await groundOf(doctorOf([], mine), neighbour)).toBe('today');
    expect(await groundOf(doctorOf([], other), neighbour)).toBeNull();
    expect(await groundOf(doctorOf([], mine))).toBeNull();
    bodyOf(await book(citizen, session.id), 201);
    expect(await groundOf(doctorOf([], mine))).toBe('today');
    expect(await groundOf(doctorOf([], other))).toBeNull();
    expect(await groundOf(staffCaller(server, ['desk']))).toBe('today');
    expect(await groundOf(staffCaller(server, ['publicHealth']))).toBe('today');
    server.clock.set('2026-06-05T04:00:00.000Z');
    expect(await groundOf(doctorOf([], mine))).toBeNull();
  });

  it('reads the record of whom they called in, in whosever session', async () => {
    const session = await openSession(server, { day: TODAY, startTime: '12:10', endTime: '13:00' });
    const booking = bodyOf(await book(citizen, session.id), 201);
    const path = `/bookings/${encodeURIComponent(booking.id)}`;
    bodyOf(await staffCaller(server, ['desk']).post(`${path}/check-in`));
    expect(await groundOf(doctorOf([], 'caller-in'))).toBeNull();
    bodyOf(await doctorOf([], 'caller-in').post(`${path}/call`));
    expect(await groundOf(doctorOf([], 'caller-in'))).toBe('today');
    expect(await groundOf(doctorOf([], 'bystander'))).toBeNull();
  });

  it('does not get a record by pretending to register its person', async () => {
    const paper = buildRegistration(server, { name: '张三', idNumber: citizen.idNumber });
    const refused = await doctorOf([], 'sly').post<{ conflict: unknown }>('/residents', paper);
    expect([outcomeOf(refused), refused.body.conflict]).toEqual(['409 RESIDENT_EXISTS', { id: citizen.residentId }]);
    expect(await groundOf(doctorOf([], 'sly'))).toBeNull();
    const atDesk = await staffCaller(server, ['desk']).post<{ conflict: unknown }>('/residents', paper);
    expect(atDesk.body.conflict).toMatchObject({ id: citizen.residentId, name: '李秀兰' });
  });
});

describe('the director', () => {
  it('reads every record', async () => {
    expect(await readAll(staffCaller(server, ['director']), citizen)).toEqual(OPEN);
  });
});

describe('desk and nurses', () => {
  it.each<PolicyRole>(['desk', 'nurse'])('%s shows whoever is at the counter, for half an hour', async (role) => {
    const id = `counter-${role}`;
    const caller = (): Caller => staffCaller(server, [role], id);
    expect(await readAll(caller(), citizen)).toEqual(CLOSED);
    expect((await standingOf(caller(), citizen)).ways).toEqual(['reveal']);
    const shown = await caller().post<Standing>(`/residents/${citizen.residentId}/reveal`, { reason: 'onPhone' });
    expect(bodyOf(shown)).toMatchObject({ ground: 'counter', until: '2026-06-04T04:30:00.000Z', ways: [] });
    expect(await readAll(caller(), citizen)).toEqual(OPEN);
    expect(
      (await auditsOf(citizen.residentId, 'resident.reveal')).map((row) => openReason(server.deps.keyring, row)),
    ).toEqual(['onPhone']);
    expect(await readAll(staffCaller(server, [role], 'colleague'), citizen)).toEqual(CLOSED);
    server.clock.set('2026-06-04T04:29:59.000Z');
    expect(await readAll(caller(), citizen)).toEqual(OPEN);
    server.clock.set('2026-06-04T04:30:01.000Z');
    expect(await readAll(caller(), citizen)).toEqual(CLOSED);
  });

  it('have the record of whoever gave the whole number, and not of whose name was typed', async () => {
    const other = await buildCitizen(server, { name: '令狐平', phone: '13722223333' });
    for (const [typed, outcomes] of [
      ['令狐', CLOSED],
      ['13722223333', OPEN],
    ] as const) {
      const desk = staffCaller(server, ['desk'], 'search-desk');
      const found = await desk.get<{ items: { name: string }[] }>(`/residents?query=${encodeURIComponent(typed)}`);
      expect(bodyOf(found).items.map(({ name }) => name)).toEqual(['令*平']);
      expect(await readAll(desk, other)).toEqual(outcomes);
    }
    const doctor = doctorOf([], 'search-doctor');
    bodyOf(await doctor.get('/residents?query=13722223333'));
    expect(await readAll(doctor, other)).toEqual(CLOSED);
  });

  it('serve bookings without the record', async () => {
    const session = await openSession(server);
    const body = { sessionId: session.id, residentId: citizen.residentId };
    const desk = staffCaller(server, ['desk']);
    const booking = bodyOf(await desk.post<{ id: string }>('/bookings', body), 201);
    expect(outcomeOf(await desk.post(`/bookings/${encodeURIComponent(booking.id)}/cancel`))).toBe('200');
  });

  it('say why they show somebody', async () => {
    const path = `/residents/${citizen.residentId}/reveal`;
    const desk = staffCaller(server, ['desk']);
    expect(faultsOf(await desk.post(path, {}))).toEqual(['body.reason UNKNOWN']);
    expect(faultsOf(await desk.post(path, { reason: 'curious' }))).toEqual(['body.reason UNKNOWN']);
    expect(outcomeOf(await desk.post(`/residents/${MISSING}/reveal`, { reason: 'atCounter' }))).toBe('404 NOT_FOUND');
    for (const role of ['doctor', 'director', 'editor', 'admin', 'auditor', 'publicHealth'] as const)
      expect(outcomeOf(await staffCaller(server, [role]).post(path, { reason: 'atCounter' }))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await citizen.caller.post(path, { reason: 'atCounter' }))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await new Caller(server.baseUrl).post(path, {}))).toBe('401 AUTH_REQUIRED');
  });

  it('have at once what the database says, though what opened is remembered for a moment', async () => {
    const desk = staffCaller(server, ['desk'], 'memory');
    const find = jest.spyOn(server.deps.connection.collection('contracts'), 'findOne');
    expect(await groundOf(desk)).toBeNull();
    await revealTo(desk, citizen.residentId);
    find.mockClear();
    for (let i = 0; i < 5; i += 1) expect(await groundOf(desk)).toBe('counter');
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });
});

describe('roles that stay apart', () => {
  const profile = { name: '冯立', title: '', teamIds: [], username: 'feng.li', password: 'Temporary-12345' };

  it.each<PolicyRole>(['admin', 'director', 'doctor', 'nurse', 'desk', 'publicHealth', 'editor'])(
    'are auditor and %s',
    async (role) => {
      const { caller } = await signInStaff(server, ['admin']);
      const both = { ...profile, roles: ['auditor', role] };
      expect(faultsOf(await caller.post('/staff', both))).toEqual(['body.roles ROLES_APART']);
      const one = await signInStaff(server, [role]);
      const change = { ...profile, roles: [role, 'auditor'], rights: [], rev: 0, active: true };
      expect(faultsOf(await caller.put(`/staff/${one.accountId}`, change))).toEqual(['body.roles ROLES_APART']);
    },
  );

  it('do not meet in the write either, whoever asks for it', async () => {
    const staff = { ...profile, roles: ['admin', 'auditor'] as const, demo: false };
    await expect(createStaff(staff)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await server.deps.connection.collection('staffs').countDocuments({ username: 'feng.li' })).toBe(0);
  });

  it('leave the auditor the accounts to read, with their rights, and nobody of the residents', async () => {
    const auditor = staffCaller(server, ['auditor']);
    const listed = bodyOf(await auditor.get<{ items: { rights: string[]; otp: boolean }[] }>('/staff'));
    expect(listed.items[0]).toMatchObject({ rights: [], otp: false });
    expect(outcomeOf(await auditor.post('/staff', profile))).toBe('403 FORBIDDEN');
    for (const path of [`/residents/${citizen.residentId}`, '/residents?query=%E6%9D%8E', '/contracts'])
      expect(outcomeOf(await auditor.get(path))).toBe('403 FORBIDDEN');
  });
});
