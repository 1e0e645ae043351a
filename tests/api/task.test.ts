import { createDemoPhysical, type DemoPhysical } from '@linkang/server/modules/physical';
import { followOwingReleases } from '@linkang/server/modules/physical/physical.actions';
import { modules } from '@linkang/server/modules';
import { proposeTasks, type ProposedTask } from '@linkang/server/modules/task';
import { followOwing } from '@linkang/server/modules/task/task.readings';
import type { ListedTask, Task, TaskRoutes } from '@linkang/shared/api/task.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { readableOf } from '../support/at-rest';
import { auditRows } from '../support/audits';
import { buildCitizen, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const DAY_MINUTES = 24 * 60;
const EXAM_DAY = '2026-06-02';

let server: TestServer;
let person: Citizen;
let physicals = 0;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { name: '王秀英', phone: '13912340001', birthDay: '1953-05-06' });
});
afterAll(() => server.stop());

type Page = CallReply<TaskRoutes['list']>;

const rows = () => server.deps.connection.collection<Record<string, unknown> & { _id: string }>('tasks');
const director = (): Caller => staffCaller(server, ['director'], 'director-1');

/** A report that was released, after which the process was killed. */
async function release(values: DemoPhysical['values'], changes: Partial<DemoPhysical> = {}): Promise<string> {
  physicals += 1;
  const id = `physical${physicals}`;
  await createDemoPhysical(server.deps, {
    ...{ id, residentId: person.residentId, birthDay: '1953-05-06', sex: 'female', known: [], teamId: null },
    ...{ day: EXAM_DAY, releasedBy: 'doctor-1', values, summary: '好', guidance: '走路', owes: true },
    ...changes,
  });
  return id;
}

const follow = (): Promise<void> => followOwingReleases(server.deps, modules);
const tasksOf = () => rows().find({ residentId: person.residentId }).sort({ dueDay: 1, ruleId: 1 }).toArray();
const taskOf = async (ruleId: string): Promise<string> =>
  (await rows().findOne({ residentId: person.residentId, ruleId }))?._id ?? '';
const see = async (id: string): Promise<Task> => bodyOf(await director().get<Task>(`/tasks/${id}`));
const measure = (
  id: string,
  day: string,
  values: Record<string, number>,
  caller = director(),
  key?: string | null,
): Promise<Answer<Task>> =>
  caller.post<Task>(
    `/tasks/${id}/readings`,
    { day, values: Object.entries(values).map(([code, value]) => ({ code, value })) },
    key,
  );
const propose = async (changes: Partial<ProposedTask> = {}): Promise<string> => {
  const sourceId = `source-${Math.random().toString(36).slice(2)}`;
  const task: ProposedTask = {
    ...{ residentId: person.residentId, teamId: null, kind: 'recheck', subject: 'bloodPressure', source: 'physical' },
    ...{ sourceId, ruleId: 'B2', say: '换一天复测', because: '左臂高压162mmHg', urgent: false, dueDay: '2026-06-16' },
    ...changes,
  };
  await proposeTasks(server.deps, [task], server.clock.now());
  return (await rows().findOne({ sourceId }))?._id ?? '';
};
const settle = (id: string, body: object, caller = director()): Promise<Answer<Task>> =>
  caller.post<Task>(`/tasks/${id}/settle`, body);
const DONE = { rev: 0, status: 'done', words: '电话联系上了，本人明天来' };

describe('what follows a released report', () => {
  it('makes a recheck of 162/96 with the due day of the table, and keeps the value sealed', async () => {
    await release({ SBP_L: 162, DBP_L: 96 });
    await follow();
    expect((await tasksOf()).map(({ ruleId, kind, dueDay }) => [ruleId, kind, dueDay])).toEqual([
      ['B2', 'recheck', '2026-06-16'],
      ['Z1', 'advice', '2026-06-16'],
      ['Z1', 'nextExam', '2027-06-02'],
    ]);
    const raw = readableOf(await tasksOf());
    for (const secret of ['162', '96mmHg', '王秀英']) expect(raw).not.toContain(secret);
    const task = await see(await taskOf('B2'));
    expect(task).toMatchObject({ kind: 'recheck', subject: 'bloodPressure', status: 'open', phone: null, rev: 0 });
    expect(task.because).toContain('162');
    expect(task.because).not.toContain('请换一天');
    expect(task.asks.map(({ code }) => code)).toEqual(['SBP_L', 'DBP_L', 'SBP_R', 'DBP_R']);
  });

  it('is made once, however often the process is killed in between', async () => {
    const id = await release({ SBP_L: 162, DBP_L: 96 });
    await follow();
    const before = await tasksOf();
    await server.deps.connection.collection('physicalReleases').updateOne({ physicalId: id }, { $set: { owes: true } });
    await Promise.all([follow(), follow()]);
    expect(await tasksOf()).toEqual(before);
    expect(await server.deps.connection.collection('physicalReleases').countDocuments({ owes: true })).toBe(0);
  });

  it('proposes the programme of a disease that is known, and nothing to recheck', async () => {
    await release({ SBP_L: 162, DBP_L: 96 }, { known: ['HTN'] });
    await follow();
    expect((await tasksOf()).map(({ ruleId, kind }) => `${String(ruleId)} ${String(kind)}`)).toEqual([
      'K1 enrol',
      'Z1 advice',
      'Z1 nextExam',
    ]);
  });

  it('asks for a referral the same day after a critical glucose, with the number to call', async () => {
    await release({ FPG: 18.2 });
    await follow();
    const [task] = await rows().find({ residentId: person.residentId, kind: 'urgentReferral' }).toArray();
    expect(task).toMatchObject({ urgent: true, dueDay: EXAM_DAY });
    const seen = await see(task?._id ?? '');
    expect(seen).toMatchObject({ phone: '13912340001', residentName: '王秀英' });
    expect(seen.because).toContain('18.2');
    const listed = bodyOf(await director().get<Page>('/tasks?whose=all&kind=urgentReferral')).items;
    expect(listed.find(({ id }) => id === task?._id)).toMatchObject({ residentName: '王*英', urgent: true });
    expect(JSON.stringify(listed)).not.toContain('13912340001');
  });
});

describe('measuring again', () => {
  const high = { SBP_L: 158, DBP_L: 92 };

  beforeEach(async () => {
    await release({ SBP_L: 162, DBP_L: 96 });
    await follow();
  });

  it('leads to the programme after three days above the line, with every value as the reason', async () => {
    const id = await taskOf('B2');
    expect(bodyOf(await measure(id, '2026-06-03', high), 201)).toMatchObject({ status: 'open' });
    // The same day again is no other day.
    expect(bodyOf(await measure(id, '2026-06-03', high), 201)).toMatchObject({ status: 'open' });
    const third = bodyOf(await measure(id, '2026-06-04', { SBP_R: 141, DBP_R: 80 }), 201);
    expect(third.status).toBe('done');
    expect(third.readings.map(({ day }) => day)).toEqual(['2026-06-03', '2026-06-03', '2026-06-04']);
    const enrol = await see(await taskOf('B1'));
    expect(enrol).toMatchObject({ kind: 'enrol', programme: 'HTN', dueDay: '2026-06-18', status: 'open' });
    for (const value of ['162', '158', '141', EXAM_DAY, '2026-06-04']) expect(enrol.because).toContain(value);
  });

  it('is done when the pressure is below the line', async () => {
    const id = await taskOf('B2');
    const after = bodyOf(await measure(id, '2026-06-04', { SBP_L: 128, DBP_L: 80 }), 201);
    expect(after).toMatchObject({ status: 'done' });
    expect(after.outcome).toContain('没有再偏高');
    expect(await taskOf('B1')).toBe('');
    expect(outcomeOf(await measure(id, '2026-06-04', high))).toBe('409 STATE_CONFLICT');
  });

  it('asks for action at once when it is critical, and stays', async () => {
    const id = await taskOf('B2');
    expect(bodyOf(await measure(id, '2026-06-04', { SBP_L: 200, DBP_L: 118 }), 201).status).toBe('open');
    const urgent = await rows().find({ residentId: person.residentId, urgent: true, ruleId: 'A1' }).toArray();
    expect(urgent.map(({ kind }) => kind).sort()).toEqual(['actNow', 'urgentReferral']);
  });

  it('goes on where a killed process stopped', async () => {
    const id = await taskOf('B2');
    bodyOf(await measure(id, '2026-06-03', high), 201);
    const last = bodyOf(await measure(id, '2026-06-04', high), 201);
    const before = await tasksOf();
    // As after a kill between the reading and what follows: the mark stands, the tasks are not there.
    const connection = server.deps.connection;
    await rows().deleteMany({ residentId: person.residentId, ruleId: 'B1' });
    await rows().updateOne({ _id: id }, { $set: { status: 'open', open: true } });
    await connection.collection('taskReadings').updateOne({ taskId: id, day: '2026-06-04' }, { $set: { owes: true } });
    await followOwing(server.deps, modules);
    expect((await tasksOf()).map(({ key, status }) => [key, status])).toEqual(
      before.map(({ key, status }) => [key, status]),
    );
    expect((await see(id)).outcome).toBe(last.outcome);
    expect(await connection.collection('taskReadings').countDocuments({ owes: true })).toBe(0);
  });

  it('proposes once when two people enter the third day at once, and repeats add nothing', async () => {
    const id = await taskOf('B2');
    bodyOf(await measure(id, '2026-06-03', high), 201);
    const same = await Promise.all(
      Array.from({ length: 10 }, () => measure(id, '2026-06-04', high, director(), 'same-key')),
    );
    expect(countOutcomes(same)).toEqual({ '201': 10 });
    expect(await server.deps.connection.collection('taskReadings').countDocuments({ taskId: id })).toBe(2);
    expect(await rows().countDocuments({ residentId: person.residentId, kind: 'enrol' })).toBe(1);
    expect(outcomeOf(await measure(id, '2026-06-02', high, director(), 'same-key'))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('names each bad field', async () => {
    const id = await taskOf('B2');
    const faults = async (day: string, values: Record<string, number>): Promise<string[]> =>
      faultsOf(await measure(id, day, values));
    expect(await faults('2026-06-05', high)).toEqual(['body.day FUTURE']);
    expect(await faults('2026-05-07', high)).toEqual(['body.day PAST']);
    expect(await faults('2026-06-31', high)).toEqual(['body.day DAY']);
    expect(await faults('2026-06-04', {})).toEqual(['body.values EMPTY']);
    expect(await faults('2026-06-04', { SBP_L: 150 })).toEqual(['body.values MISSING']);
    expect(await faults('2026-06-04', { SBP_L: 350, DBP_L: 90 })).toEqual(['body.values.0.value TOO_HIGH']);
    expect(await faults('2026-06-04', { SBP_L: 90, DBP_L: 120 })).toHaveLength(1);
    expect(await faults('2026-06-04', { ...high, FPG: 6 })).toEqual(['body.values.2.value UNKNOWN_FIELD']);
    expect(faultsOf(await measure(id, '2026-06-04', high, director(), null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
    const twice = [...Array<null>(2)].map(() => ({ code: 'SBP_L', value: 150 }));
    const sent = { day: '2026-06-04', values: [...twice, { code: 'DBP_L', value: 90 }] };
    expect(faultsOf(await director().post(`/tasks/${id}/readings`, sent))).toEqual(['body.values.1.code REPEATED']);
    const advice = await taskOf('Z1');
    expect(outcomeOf(await measure(advice, '2026-06-04', high))).toBe('409 STATE_CONFLICT');
  });
});

describe('the list', () => {
  it('has the urgent first, then the first due, page by page, masked', async () => {
    await rows().deleteMany({});
    const late = await propose({ dueDay: '2026-05-01' });
    const urgent = await propose({ kind: 'call', urgent: true, dueDay: '2026-06-04' });
    const mine = await propose({ assigneeId: 'doctor-9', teamId: 'team-9' });
    const pages: ListedTask[][] = [];
    let cursor: string | null = null;
    do {
      const page: Page = bodyOf(
        await director().get<Page>(`/tasks?whose=all&limit=1${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`),
      );
      pages.push(page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages.flat().map(({ id }) => id)).toEqual([urgent, late, mine]);
    expect(pages.flat().map(({ overdue }) => overdue)).toEqual([false, true, false]);
    const ids = async (query: string, caller = director()): Promise<string[]> =>
      bodyOf(await caller.get<Page>(`/tasks?${query}`)).items.map(({ id }) => id);
    expect(await ids('whose=all&overdue=true')).toEqual([late]);
    expect(await ids('whose=all&kind=call')).toEqual([urgent]);
    // The whole house's are everybody's; those of another team are not.
    expect(await ids('', staffCaller(server, ['nurse']))).toEqual([urgent, late]);
    expect(await ids('whose=mine', staffCaller(server, ['doctor'], 'doctor-9'))).toEqual([mine]);
    const today = bodyOf(await director().get<Record<string, unknown>>('/today'));
    expect(today).toMatchObject({ tasksUrgent: 1, tasksDue: 2, tasksOverdue: 1 });
    expect(
      await auditRows(server).countDocuments({ action: 'task.list', residentId: person.residentId }),
    ).toBeGreaterThan(0);
  });

  it('keeps what has to do with a severe mental disorder from everybody but its doctor', async () => {
    const id = await propose({ kind: 'followUp', programme: 'SMI', assigneeId: 'doctor-smi' });
    const sees = async (caller: Caller): Promise<boolean> =>
      bodyOf(await caller.get<Page>('/tasks?limit=100')).items.some((task) => task.id === id);
    expect(await sees(director())).toBe(false);
    expect(outcomeOf(await director().get(`/tasks/${id}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await settle(id, DONE))).toBe('404 NOT_FOUND');
    expect(await sees(staffCaller(server, ['doctor'], 'doctor-smi'))).toBe(true);
  });

  it('refuses what it does not know', async () => {
    for (const [query, fault] of [
      ['whose=mine2', 'query.whose UNKNOWN'],
      ['kind=party', 'query.kind UNKNOWN'],
      ['overdue=no', 'query.overdue UNKNOWN'],
      ['cursor=2|2026-06-04|x', 'query.cursor CURSOR'],
      ['cursor=1|2026-06-34|x', 'query.cursor CURSOR'],
    ])
      expect(faultsOf(await director().get(`/tasks?${query}`))).toEqual([fault]);
    expect(outcomeOf(await staffCaller(server, ['nurse']).get('/tasks?whose=all'))).toBe('403 FORBIDDEN');
  });
});

describe('opening and settling', () => {
  it('needs a ground, which is written down', async () => {
    const id = await propose();
    const nurse = staffCaller(server, ['nurse'], 'nurse-1');
    expect(outcomeOf(await nurse.get(`/tasks/${id}`))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await settle(id, DONE, nurse))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await measure(id, '2026-06-04', { SBP_L: 150, DBP_L: 90 }, nurse))).toBe('403 ACCESS_LIMITED');
    await revealTo(nurse, person.residentId);
    expect(bodyOf(await nurse.get<Task>(`/tasks/${id}`)).because).toBe('左臂高压162mmHg');
    bodyOf(await settle(id, DONE, nurse));
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId, staffId: 'nurse-1' });
    expect(actions).toEqual(expect.arrayContaining(['task.get', 'task.settle']));
  });

  it('is done once, when two members of staff settle at once', async () => {
    const id = await propose();
    const raced = await Promise.all([
      ...Array.from({ length: 4 }, () => settle(id, DONE)),
      ...Array.from({ length: 4 }, () => settle(id, { rev: 0, status: 'declined', words: '本人已在外院治疗' })),
    ]);
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 7 });
    const won = raced.find(({ status }) => status === 200);
    expect(await see(id)).toMatchObject({ status: won?.body.status, outcome: won?.body.outcome, rev: 1 });
    const raw = JSON.stringify(await rows().findOne({ _id: id }));
    expect(raw).not.toContain(won?.body.outcome ?? '-');
  });

  it('names each bad field, and who may not', async () => {
    const id = await propose();
    expect(faultsOf(await settle(id, { ...DONE, words: ' ' }))).toEqual(['body.words EMPTY']);
    expect(faultsOf(await settle(id, { ...DONE, words: '长'.repeat(301) }))).toEqual(['body.words TOO_LONG']);
    expect(faultsOf(await settle(id, { ...DONE, status: 'open' }))).toEqual(['body.status UNKNOWN']);
    expect(faultsOf(await settle(id, { status: 'done', words: '好' }))).toEqual(['body.rev MISSING']);
    expect(outcomeOf(await settle(MISSING, DONE))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await director().get(`/tasks/${MISSING}`))).toBe('404 NOT_FOUND');
    const sends = [
      (caller: Caller) => caller.get('/tasks'),
      (caller: Caller) => caller.get(`/tasks/${id}`),
      (caller: Caller) => settle(id, DONE, caller),
      (caller: Caller) => measure(id, '2026-06-04', { SBP_L: 150, DBP_L: 90 }, caller),
    ];
    for (const send of sends) {
      expect(outcomeOf(await send(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await send(person.caller))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await send(staffCaller(server, ['desk'])))).toBe('403 FORBIDDEN');
    }
  });
});

describe('the person', () => {
  type Steps = CallReply<TaskRoutes['ofResident']>['items'];
  const at = (): string => `/residents/${person.residentId}/tasks`;
  const steps = async (caller = person.caller): Promise<Steps> =>
    bodyOf(await caller.get<{ items: Steps }>(at())).items;

  it('hears in plain words what is next, each once, and nothing of what is settled', async () => {
    await release({ SBP_L: 162, DBP_L: 96, FPG: 18.2 });
    await follow();
    const told = await steps();
    expect(told.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['换一天，再来量一次血压', '请尽快到上级医院看，医生会给您安排', '做下一次免费体检']),
    );
    expect(new Set(told.map(({ title }) => title)).size).toBe(told.length);
    expect(readableOf(told)).not.toMatch(/162|18\.2|B2|recheck|追问|纳入/);
    bodyOf(await measure(await taskOf('B2'), '2026-06-04', { SBP_L: 120, DBP_L: 70 }), 201);
    expect((await steps()).map(({ title }) => title)).not.toContain('换一天，再来量一次血压');
  });

  it('and relatives who may see the file, but of the mind nothing', async () => {
    await propose();
    await propose({ kind: 'followUp', programme: 'SMI' });
    const [booker, reader, stranger] = [
      await buildCitizen(server),
      await buildCitizen(server),
      await buildCitizen(server),
    ];
    await buildProxy(server, booker, person, { scopes: ['book'] });
    await buildProxy(server, reader, person, { scopes: ['record'] });
    expect(outcomeOf(await new Caller(server.baseUrl).get(at()))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await booker.caller.get(at()))).toBe('403 PROXY_SCOPE_MISSING');
    expect(sameBody(await stranger.caller.get(at()))).toEqual(
      sameBody(await stranger.caller.get(`/residents/${MISSING}/tasks`)),
    );
    expect((await steps(reader.caller)).map(({ title }) => title)).toEqual(['换一天，再来量一次血压']);
    expect(await steps()).toHaveLength(2);
    expect(outcomeOf(await staffCaller(server, ['doctor']).get(at()))).toBe('403 ACCESS_LIMITED');
    expect(await steps(director())).toHaveLength(1);
  });

  it('is told that the days have passed by the list of those who lead', async () => {
    const id = await propose({ dueDay: '2026-06-05' });
    const overdue = async (): Promise<string[]> =>
      bodyOf(await director().get<Page>('/tasks?whose=all&overdue=true&limit=100')).items.map((task) => task.id);
    expect(await overdue()).not.toContain(id);
    server.clock.advanceMinutes(2 * DAY_MINUTES);
    expect(await overdue()).toContain(id);
  });
});
