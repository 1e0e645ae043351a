import { createDemoContract } from '@linkang/server/modules/contract';
import { escalateUnanswered, finishOwed } from '@linkang/server/modules/measurement/measurement.alerting';
import { deliverOwed } from '@linkang/server/modules/notice/notice.delivery';
import type { FullAlert, ListedAlert, MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { readableOf } from '../support/at-rest';
import { auditRows } from '../support/audits';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { buildTeam, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { enter } from '../support/measurements';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const DANGER = { values: { sbp: 182, dbp: 112 } };

let server: TestServer;
let person: Citizen;
let teamId: string;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  await rows('measurements').deleteMany({});
  await rows('tasks').deleteMany({});
  person = await buildCitizen(server, { name: '王秀英', phone: '13912340001' });
  teamId = (await buildTeam())._id;
  await createDemoContract(server.deps, {
    residentId: person.residentId,
    teamId,
    packageCodes: [],
    termYears: 1,
    signedAt: server.clock.now(),
    signedBy: person.accountId,
    decidedBy: 'staff-test',
  });
});
afterAll(() => server.stop());

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const doctor = (id = 'doctor-1'): Caller => teamStaff(server, ['doctor'], [teamId], id);
const listed = async (caller = doctor()): Promise<ListedAlert[]> =>
  bodyOf(await caller.get<{ items: ListedAlert[] }>('/measurement-alerts')).items;
const counted = async (caller = doctor()) =>
  bodyOf(await caller.get<CallReply<MeasurementRoutes['countAlerts']>>('/measurement-alerts/count'));
const look = async (id: string, caller = doctor()): Promise<FullAlert> =>
  bodyOf(await caller.get<FullAlert>(`/measurement-alerts/${id}`));
const acknowledge = (id: string, body: object = {}, caller = doctor()) =>
  caller.post(`/measurement-alerts/${id}/acknowledgement`, { rev: 0, words: '打过电话，已复测，正常', ...body });
const told = async ({ caller }: Citizen): Promise<{ title: string; body: string }[]> => {
  await deliverOwed(server.deps);
  const { items } = bodyOf(await caller.get<{ items: { title: string; body: string; opens: string }[] }>('/notices'));
  return items.filter(({ opens }) => opens === 'measurement');
};
const tasks = () => rows('tasks').find({ residentId: person.residentId }).sort({ dueDay: 1, ruleId: 1 }).toArray();
const wish = (caller: Caller, body: object) => caller.post(`/residents/${person.residentId}/measurement-wish`, body);

it('calls the team and tells the daughter, until somebody answers', async () => {
  const daughter = await buildCitizen(server, { name: '陈晓岚' });
  await buildProxy(server, daughter, person, { scopes: ['record'] });
  const neighbour = await buildCitizen(server);
  await buildProxy(server, neighbour, person, { scopes: ['book'] });

  const made = bodyOf(await enter(person, DANGER), 201);
  expect(made.meaning).toMatchObject({ level: 'urgent', ruleId: 'BP3' });
  expect(made.meaning.when120).toContain('120');
  expect(made.seen).toEqual({ at: null });
  expect(await tasks()).toMatchObject([
    {
      kind: 'alert',
      source: 'measurement',
      sourceId: made.id,
      ruleId: 'BP3',
      urgent: true,
      dueDay: '2026-06-04',
      teamId,
    },
  ]);
  expect(readableOf(await tasks())).not.toContain('182');

  expect(await told(daughter)).toHaveLength(1);
  expect(readableOf(await told(daughter))).not.toMatch(/182|血压/);
  expect(await told(person)).toHaveLength(1);
  expect(await told(neighbour)).toEqual([]);

  expect(await counted()).toEqual({ open: 1, late: 0 });
  expect(await listed()).toMatchObject([
    { id: made.id, level: 'urgent', residentName: '王*英', escalated: false, escalatesAt: '2026-06-04T04:30:00.000Z' },
  ]);
  expect(readableOf(await listed())).not.toContain('182');
  const alert = await look(made.id);
  expect(alert).toMatchObject({ fullName: '王秀英', phone: '13912340001', age: 68, values: { sbp: 182, dbp: 112 } });
  expect(alert.because).toBe('高压182，达到180；低压112，达到110');

  bodyOf(await acknowledge(made.id, { rev: alert.task.rev }));
  expect(await counted()).toEqual({ open: 0, late: 0 });
  expect(await tasks()).toMatchObject([{ status: 'done', settledBy: 'doctor-1' }]);
  const at = `/residents/${person.residentId}/measurements?kind=bloodPressure&fromDay=2026-06-04&toDay=2026-06-04`;
  const { items } = bodyOf(await person.caller.get<CallReply<MeasurementRoutes['list']>>(at));
  expect(items[0]?.seen).toEqual({ at: TEST_NOW });
  const actions = await auditRows(server).distinct('action', { residentId: person.residentId, staffId: 'doctor-1' });
  expect(actions).toEqual(
    expect.arrayContaining(['measurement.alerts', 'measurement.alert', 'measurement.acknowledge']),
  );
});

it('goes to the others when nobody answers in time', async () => {
  const { id } = bodyOf(await enter(person, DANGER), 201);
  const health = staffCaller(server, ['publicHealth']);
  expect(await listed(health)).toEqual([]);
  server.clock.advanceMinutes(29);
  await escalateUnanswered(server.deps);
  expect(await counted(doctor())).toEqual({ open: 1, late: 0 });
  server.clock.advanceMinutes(2);
  await escalateUnanswered(server.deps);
  await escalateUnanswered(server.deps);
  expect(await counted(doctor())).toEqual({ open: 1, late: 1 });
  expect(await listed(staffCaller(server, ['publicHealth']))).toMatchObject([{ id, escalated: true }]);
  expect(await listed(staffCaller(server, ['director']))).toMatchObject([{ id, escalated: true }]);
  bodyOf(await acknowledge(id, {}, staffCaller(server, ['publicHealth'])));
  expect(await counted()).toEqual({ open: 0, late: 0 });
});

it('hears one of two who answer, and none who answers a task that was settled elsewhere', async () => {
  const { id } = bodyOf(await enter(person, DANGER), 201);
  const raced = await Promise.all([acknowledge(id, {}, doctor('a')), acknowledge(id, {}, doctor('b'))]);
  const outcomes = countOutcomes(raced);
  expect(outcomes['200']).toBe(1);
  expect((outcomes['409 STATE_CONFLICT'] ?? 0) + (outcomes['404 NOT_FOUND'] ?? 0)).toBe(1);

  const other = bodyOf(await enter(person, { ...DANGER, takenAt: '2026-06-04T03:59:00.000Z' }), 201);
  expect(outcomeOf(await acknowledge(other.id, { rev: 7 }))).toBe('409 STATE_CONFLICT');
  await server.deps.connection
    .collection<{ _id: string; sourceId: string; rev: number; open?: true }>('tasks')
    .updateOne(
      { sourceId: other.id },
      {
        $set: { status: 'done', settledAt: server.clock.now(), settledBy: 'x' },
        $unset: { open: 1 },
        $inc: { rev: 1 },
      },
    );
  expect(await counted()).toEqual({ open: 0, late: 0 });
  expect(outcomeOf(await acknowledge(other.id))).toBe('404 NOT_FOUND');
});

it('is refused to whoever is not called, and names each bad field', async () => {
  const { id } = bodyOf(await enter(person, DANGER), 201);
  const stranger = teamStaff(server, ['doctor'], ['another-team']);
  expect(await listed(stranger)).toEqual([]);
  for (const at of ['/measurement-alerts', '/measurement-alerts/count', `/measurement-alerts/${id}`]) {
    expect(outcomeOf(await new Caller(server.baseUrl).get(at))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await person.caller.get(at))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['desk']).get(at))).toBe('403 FORBIDDEN');
  }
  expect(outcomeOf(await stranger.get(`/measurement-alerts/${id}`))).toBe('404 NOT_FOUND');
  expect(outcomeOf(await doctor().get(`/measurement-alerts/${MISSING}`))).toBe('404 NOT_FOUND');
  expect(outcomeOf(await acknowledge(id, {}, stranger))).toBe('404 NOT_FOUND');
  expect(outcomeOf(await acknowledge(id, {}, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
  expect(outcomeOf(await acknowledge(id, {}, person.caller))).toBe('403 FORBIDDEN');
  expect(faultsOf(await acknowledge(id, { words: ' ' }))).toEqual(['body.words EMPTY']);
  expect(faultsOf(await acknowledge(id, { words: '长'.repeat(201) }))).toEqual(['body.words TOO_LONG']);
  expect(faultsOf(await acknowledge(id, { rev: 'x' }))).toEqual(['body.rev TYPE']);
});

it('stays with the team when the person takes the reading back', async () => {
  const made = bodyOf(await enter(person, DANGER), 201);
  bodyOf(await person.caller.post(`/measurements/${made.id}/withdrawal`, { rev: made.rev }));
  expect(await listed()).toMatchObject([{ id: made.id, withdrawn: true }]);
});

it('makes one task for a person and week of high means, and one for each reading that is listed', async () => {
  for (let day = 6; day >= 0; day -= 1) {
    const takenAt = new Date(Date.parse(TEST_NOW) - day * 86_400_000).toISOString();
    bodyOf(await enter(person, { takenAt, values: { sbp: 142, dbp: 80 } }), 201);
  }
  bodyOf(await enter(person, { takenAt: '2026-06-04T03:00:00.000Z', values: { sbp: 88, dbp: 58 } }), 201);
  expect((await tasks()).map(({ ruleId, urgent, dueDay }) => [ruleId, urgent, dueDay])).toEqual([
    ['BM1', false, '2026-06-11'],
    ['BP5', false, '2026-06-11'],
  ]);
  expect(await counted()).toEqual({ open: 0, late: 0 });
});

it('makes the task after a crash between the reading and the task', async () => {
  const { id } = bodyOf(await enter(person, DANGER), 201);
  await rows('tasks').deleteMany({ sourceId: id });
  await rows('measurements').updateOne({ _id: id }, { $set: { owes: true } });
  await finishOwed(server.deps);
  expect(await tasks()).toEqual([]);
  server.clock.advanceMinutes(1);
  await finishOwed(server.deps);
  await finishOwed(server.deps);
  expect(await tasks()).toHaveLength(1);
  expect(await rows('measurements').findOne({ _id: id })).not.toHaveProperty('owes');
});

it('tells no relative who does not want to hear of it', async () => {
  const daughter = await buildCitizen(server);
  await buildProxy(server, daughter, person, { scopes: ['record'] });
  expect(bodyOf(await wish(daughter.caller, { told: false }))).toEqual({ told: false });
  bodyOf(await enter(person, DANGER), 201);
  expect(await told(daughter)).toEqual([]);
  expect(bodyOf(await wish(daughter.caller, { told: true }))).toEqual({ told: true });
  bodyOf(await enter(person, { ...DANGER, takenAt: '2026-06-04T03:58:00.000Z' }), 201);
  expect(await told(daughter)).toHaveLength(1);
  expect(faultsOf(await wish(daughter.caller, {}))).toEqual(['body.told MISSING']);
  expect(outcomeOf(await wish(person.caller, { told: false }))).toBe('409 STATE_CONFLICT');
  expect(outcomeOf(await wish(new Caller(server.baseUrl), { told: true }))).toBe('401 AUTH_REQUIRED');
  const roles: PolicyRole[] = ['director'];
  expect(outcomeOf(await wish(staffCaller(server, roles), { told: true }))).toBe('403 FORBIDDEN');
  const stranger = await buildCitizen(server);
  expect(outcomeOf(await wish(stranger.caller, { told: true }))).toBe('404 NOT_FOUND');
});
