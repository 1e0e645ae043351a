import { proposeTasks, findOpenTasksOf } from '@linkang/server/modules/task';
import { generateFollowUps } from '@linkang/server/modules/followup';
import { modules } from '@linkang/server/modules';
import { followupJobs } from '@linkang/server/modules/followup/visit.settling';
import { createStaff } from '@linkang/server/modules/staff';
import type { Enrolment, FollowUp, FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import { addDays } from '@linkang/shared/domain/clinic-day';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { readableOf } from '../support/at-rest';
import { STAFF_PASSWORD } from '../support/builders';
import { buildCitizen, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const TODAY = '2026-06-04';

let server: TestServer;
let person: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { name: '王秀英', birthDay: '1962-03-12' });
  await putAtCounter(server, 'doctor-1', person.residentId);
});
afterAll(() => server.stop());

type Seen = CallReply<FollowupRoutes['ofResident']>;
type Due = CallReply<FollowupRoutes['due']>;

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const staff = (
  roles: PolicyRole[],
  accountId: string,
  more: { teamIds?: string[]; rights?: StaffRight[] } = {},
): Caller =>
  new Caller(
    server.baseUrl,
    server.deps.tokens.signAccess({ kind: 'staff', accountId, signInId: 'test', roles, teamIds: [], ...more }),
  );
const doctor = (id = 'doctor-1'): Caller => staff(['doctor'], id);
/** A doctor who may know of severe mental disorders. */
const psychiatrist = (): Caller => staff(['doctor'], 'doctor-2', { rights: ['sensitiveFlags'] });

const enrol = (body: object = {}, caller = doctor(), key?: string | null): Promise<Answer<Enrolment>> =>
  caller.post<Enrolment>(
    `/residents/${person.residentId}/enrolments`,
    { programme: 'HTN', firstDueDay: '2026-06-18', ...body },
    key,
  );
const controlled = { dangerSigns: ['无'], sbp: 128, dbp: 78 };
const high = { dangerSigns: ['无'], sbp: 162, dbp: 92 };
const form = (values: object = controlled, more: object = {}) => ({ programme: 'HTN', values, ...more });
const visit = (forms: object[], more: object = {}, caller = doctor(), key?: string | null): Promise<Answer<FollowUp>> =>
  caller.post<FollowUp>(
    `/residents/${person.residentId}/follow-ups`,
    { day: TODAY, way: 'clinic', forms, ...more },
    key,
  );
const see = async (caller = doctor()): Promise<Seen> =>
  bodyOf(await caller.get<Seen>(`/residents/${person.residentId}/follow-ups`));
const due = async (query = '', caller = doctor()): Promise<Due> =>
  bodyOf(await caller.get<Due>(`/follow-ups/due?${query}`));
const setDay = async (day: string): Promise<void> => {
  server.clock.set(`${day}T04:00:00.000Z`);
  await putAtCounter(server, 'doctor-1', person.residentId);
};

describe('taking somebody in', () => {
  it('keeps who looks after them, and when the first visit is due', async () => {
    const made = bodyOf(await enrol({ note: '三次不同日血压偏高' }), 201);
    expect(made).toMatchObject({
      programme: 'HTN',
      kind: 'managed',
      status: 'active',
      sinceDay: TODAY,
      doctorId: 'doctor-1',
      nextDueDay: '2026-06-18',
      dueStatus: 'upcoming',
      rev: 0,
    });
    expect(made.history.map(({ what }) => what)).toEqual(['enrolled']);
    const raw = JSON.stringify(await rows('enrolments').findOne({ _id: made.id }));
    expect(raw).not.toContain('偏高');
  });

  it('names each bad field', async () => {
    const faults = async (body: object): Promise<string[]> => faultsOf(await enrol(body));
    expect(await faults({ programme: 'COPD' })).toEqual(['body.programme UNKNOWN']);
    expect(await faults({ kind: 'x' })).toEqual(['body.kind UNKNOWN']);
    expect(await faults({ kind: 'highRisk', programme: 'CHD' })).toEqual(['body.kind UNKNOWN']);
    expect(await faults({ firstDueDay: '2026-06-03' })).toEqual(['body.firstDueDay PAST']);
    expect(await faults({ firstDueDay: '2026-09-03' })).toEqual(['body.firstDueDay RANGE']);
    expect(await faults({ firstDueDay: '明天' })).toEqual(['body.firstDueDay DAY']);
    expect(await faults({ doctorId: 'nobody' })).toEqual(['body.doctorId UNKNOWN']);
    expect(await faults({ teamId: 'team-9' })).toEqual(['body.teamId UNKNOWN']);
    expect(await faults({ taskId: MISSING })).toEqual(['body.taskId UNKNOWN']);
    expect(await faults({ note: '长'.repeat(201) })).toEqual(['body.note TOO_LONG']);
    expect(bodyOf(await enrol({ firstDueDay: '2026-09-02' }), 201).nextDueDay).toBe('2026-09-02');
  });

  it('is a matter of doctors with a ground', async () => {
    expect(outcomeOf(await enrol({}, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await enrol({}, staff(['nurse'], 'nurse-1')))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await enrol({}, person.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await enrol({}, doctor('doctor-9')))).toBe('403 ACCESS_LIMITED');
    const nobody = await doctor().post(`/residents/${MISSING}/enrolments`, { programme: 'HTN', firstDueDay: TODAY });
    expect(outcomeOf(nobody)).toBe('404 NOT_FOUND');
  });

  it('makes one row, however often and by however many', async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => enrol({}, doctor(), 'the-same-key-0001')));
    expect(new Set(same.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect(outcomeOf(await enrol({ firstDueDay: '2026-06-19' }, doctor(), 'the-same-key-0001'))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
    person = await buildCitizen(server);
    await putAtCounter(server, 'doctor-1', person.residentId);
    await putAtCounter(server, 'doctor-3', person.residentId);
    const both = await Promise.all([enrol(), enrol({}, doctor('doctor-3'))]);
    expect(countOutcomes(both)).toEqual({ 201: 1, '409 STATE_CONFLICT': 1 });
    expect(await rows('enrolments').countDocuments({ residentId: person.residentId })).toBe(1);
  });

  it('settles the task that asked for it, and takes the place of the high risk', async () => {
    const risky = bodyOf(await enrol({ kind: 'highRisk', firstDueDay: '2026-12-03' }), 201);
    expect(risky).toMatchObject({ kind: 'highRisk', nextDueDay: '2026-12-03' });
    await proposeTasks(
      server.deps,
      [
        {
          residentId: person.residentId,
          teamId: null,
          kind: 'enrol',
          programme: 'HTN',
          source: 'physical',
          sourceId: `exam-${person.residentId}`,
          ruleId: 'A1',
          say: '纳入高血压管理',
          because: '收缩压162',
          urgent: false,
          dueDay: '2026-06-18',
        },
      ],
      server.clock.now(),
    );
    const [task] = await findOpenTasksOf([person.residentId]);
    expect(faultsOf(await enrol({ taskId: task?._id, programme: 'T2DM' }))).toEqual(['body.taskId UNKNOWN']);
    const made = bodyOf(await enrol({ taskId: task?._id }), 201);
    expect(await findOpenTasksOf([person.residentId])).toEqual([]);
    expect(await rows('tasks').findOne({ _id: task?._id ?? '' })).toMatchObject({ status: 'done', resultId: made.id });
    const enrolments = (await see()).enrolments.map(({ kind, status }) => [kind, status]);
    expect(enrolments).toEqual(
      expect.arrayContaining([
        ['highRisk', 'ended'],
        ['managed', 'active'],
      ]),
    );
    expect(outcomeOf(await enrol({ taskId: task?._id, programme: 'HTN' }))).toBe('409 STATE_CONFLICT');
  });

  it('finishes what a killed process left', async () => {
    const made = bodyOf(await enrol(), 201);
    await enrol({ kind: 'highRisk', firstDueDay: '2026-12-03' });
    await rows('enrolments').updateOne({ _id: made.id }, { $set: { owes: true } });
    for (const job of followupJobs(server.deps)) await job.run();
    const row = await rows('enrolments').findOne({ residentId: person.residentId, kind: 'highRisk' });
    expect(row).toMatchObject({ status: 'ended' });
    expect(await rows('enrolments').countDocuments({ owes: true })).toBe(0);
  });
});

describe('a visit', () => {
  beforeEach(async () => void bodyOf(await enrol(), 201));

  it('is classified and explained, and presets the next day', async () => {
    const made = bodyOf(
      await visit([form()], { medicines: [{ name: '氨氯地平', dose: '5毫克', often: '每天一次' }] }),
      201,
    );
    expect(made.parts).toMatchObject([
      { class: 'STABLE', className: '控制满意', nextDay: '2026-09-02', controlled: true, confirmed: true },
    ]);
    expect(made.parts[0]?.sentence).toContain('规则H6');
    const { enrolments, visits } = await see();
    expect(visits).toEqual([made]);
    expect(enrolments[0]).toMatchObject({ nextDueDay: '2026-09-02', lastClass: 'STABLE', lastDay: TODAY });
    const raw = readableOf(await rows('followUps').findOne({ _id: made.id }));
    for (const secret of ['128', 'STABLE', '氨氯地平']) expect(raw).not.toContain(secret);
    expect((await see(person.caller)).visits[0]?.parts[0]?.advice).toContain('三个月');
  });

  it('names each bad field', async () => {
    const faults = async (values: object, more: object = {}, whole: object = {}): Promise<string[]> =>
      faultsOf(await visit([form(values, more)], whole));
    expect(await faults({ dangerSigns: ['无'], sbp: 128 })).toEqual(['body.forms.0.values.dbp MISSING']);
    expect(await faults({ ...controlled, sbp: 500 })).toEqual(['body.forms.0.values.sbp TOO_HIGH']);
    expect(await faults({ ...controlled, dbp: 130 })).toEqual(['body.forms.0.values.dbp NOT_BELOW']);
    expect(await faults({ ...controlled, dangerSigns: ['无', '胸痛'] })).toEqual([
      'body.forms.0.values.dangerSigns EXCLUSIVE',
    ]);
    expect(await faults({ ...controlled, nose: 1 })).toEqual(['body.forms.0.values.nose UNKNOWN_FIELD']);
    expect(await faults(controlled, { nextDay: '2026-09-03' })).toEqual(['body.forms.0.nextDay TOO_HIGH']);
    expect(await faults(controlled, { nextDay: TODAY })).toEqual(['body.forms.0.nextDay TOO_LOW']);
    expect(await faults(controlled, { class: 'NONE' })).toEqual(['body.forms.0.class UNKNOWN']);
    expect(await faults(controlled, { class: 'ADJUST' })).toEqual(['body.forms.0.reason EMPTY']);
    expect(await faults(controlled, {}, { day: '2026-06-05' })).toEqual(['body.day FUTURE']);
    expect(await faults(controlled, {}, { day: '2026-06-03' })).toEqual(['body.day RANGE']);
    expect(await faults(controlled, {}, { way: 'video' })).toEqual(['body.way UNKNOWN']);
    expect(await faults(controlled, {}, { medicines: [{ name: '', dose: '1', often: '1' }] })).toEqual([
      'body.medicines.0.name EMPTY',
    ]);
    expect(faultsOf(await visit([]))).toEqual(['body.forms EMPTY']);
    expect(faultsOf(await visit([form(), form()]))).toEqual(['body.forms.1.programme REPEATED']);
    expect(faultsOf(await visit([{ programme: 'CHD', values: {} }]))).toEqual(['body.forms.0.programme UNKNOWN']);
    expect(await rows('followUps').countDocuments({ residentId: person.residentId })).toBe(0);
  });

  it('is kept by staff with a ground', async () => {
    expect(outcomeOf(await visit([form()], {}, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await visit([form()], {}, person.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await visit([form()], {}, staffCaller(server, ['desk'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await visit([form()], {}, doctor('doctor-9')))).toBe('403 ACCESS_LIMITED');
    const other = await buildCitizen(server);
    expect(outcomeOf(await other.caller.get(`/residents/${person.residentId}/follow-ups`))).toBe('404 NOT_FOUND');
  });

  it('is one, however often it is sent, and one a day', async () => {
    const same = await Promise.all(
      Array.from({ length: 20 }, () => visit([form()], {}, doctor(), 'the-same-key-0002')),
    );
    expect(new Set(same.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect(outcomeOf(await visit([form(high)], {}, doctor(), 'the-same-key-0002'))).toBe('422 IDEMPOTENCY_MISMATCH');
    expect(outcomeOf(await visit([form()]))).toBe('409 STATE_CONFLICT');
    expect(await rows('followUps').countDocuments({ residentId: person.residentId })).toBe(1);
  });

  it('leads to a referral when it was out of range twice', async () => {
    await setDay('2026-06-18');
    const first = bodyOf(await visit([form(high)], { day: '2026-06-18' }), 201);
    expect(first.parts[0]).toMatchObject({ class: 'ADJUST', nextDay: '2026-07-02', controlled: false });
    expect(await findOpenTasksOf([person.residentId])).toEqual([]);
    await setDay('2026-07-02');
    const second = bodyOf(await visit([form(high)], { day: '2026-07-02' }), 201);
    expect(second.parts[0]).toMatchObject({ class: 'REFER_TWICE_UNSATISFIED', nextDay: '2026-07-16' });
    const tasks = await findOpenTasksOf([person.residentId]);
    expect(tasks.map(({ kind, ruleId, dueDay, urgent }) => [kind, ruleId, dueDay, urgent])).toEqual([
      ['referral', 'H3', '2026-07-09', false],
      ['referralCheck', 'H3', '2026-07-16', false],
    ]);
    expect((await see()).enrolments[0]).toMatchObject({
      lastClass: 'REFER_TWICE_UNSATISFIED',
      nextDueDay: '2026-07-16',
    });
  });

  it('goes on where a process was killed between the visit and its tasks', async () => {
    const made = bodyOf(await visit([form({ ...high, sbp: 186 })]), 201);
    expect(made.parts[0]).toMatchObject({ class: 'EMERGENCY', urgent: true });
    await rows('tasks').deleteMany({ residentId: person.residentId });
    await rows('enrolments').updateOne(
      { residentId: person.residentId },
      { $unset: { lastDay: 1, lastVisitId: 1, lastVisitRev: 1, lastClass: 1 }, $set: { nextDueDay: '2026-06-18' } },
    );
    await rows('followUps').updateOne({ _id: made.id }, { $set: { owes: true } });
    for (const job of followupJobs(server.deps)) await job.run();
    for (const job of followupJobs(server.deps)) await job.run();
    const tasks = await findOpenTasksOf([person.residentId]);
    expect(tasks.map(({ kind, urgent }) => [kind, urgent])).toEqual([
      ['urgentReferral', true],
      ['referralCheck', false],
    ]);
    expect((await see()).enrolments[0]).toMatchObject({ lastClass: 'EMERGENCY', lastDay: TODAY });
    expect(await rows('followUps').countDocuments({ owes: true })).toBe(0);
  });

  it('serves several programmes at once, each with its own class', async () => {
    bodyOf(await enrol({ programme: 'T2DM' }), 201);
    const both = [form(), { programme: 'T2DM', values: { ...controlled, fpg: 8.2 } }];
    const made = bodyOf(await visit(both), 201);
    expect(made.parts.map((part) => [part.programme, part.class, part.nextDay])).toEqual([
      ['HTN', 'STABLE', '2026-09-02'],
      ['T2DM', 'ADJUST', '2026-06-18'],
    ]);
    const item = (await due('status=upcoming')).items.find(({ residentId }) => residentId === person.residentId);
    expect(item?.visit).toEqual({ dueDay: '2026-06-18', programmes: ['T2DM', 'HTN'] });
    const served = modules.find(({ feature }) => feature === 'followup')?.served;
    const events = await served?.(server.deps, { residentIds: [person.residentId], limit: 10 });
    expect(events?.map(({ title, facts }) => [title, facts])).toEqual([
      ['2型糖尿病随访', { kind: 'followUp', programme: 'T2DM', faceToFace: true, fastingGlucose: true }],
      ['高血压随访', { kind: 'followUp', programme: 'HTN', faceToFace: true, fastingGlucose: false }],
    ]);
    const [first] = events ?? [];
    const rest = first && (await served?.(server.deps, { residentIds: [person.residentId], limit: 10, before: first }));
    expect(rest?.map(({ title }) => title)).toEqual(['高血压随访']);
  });

  it('of a nurse waits for the doctor, who amends it with what stood before', async () => {
    await putAtCounter(server, 'nurse-1', person.residentId);
    const nurse = staff(['nurse'], 'nurse-1');
    expect(faultsOf(await visit([form(controlled, { class: 'ADJUST', reason: '头晕' })], {}, nurse))).toEqual([
      'body.forms.0.class ROLE',
    ]);
    const made = bodyOf(await visit([form({ ...high, sbp: 190 })], { way: 'phone' }, nurse), 201);
    expect(made.parts[0]).toMatchObject({ class: 'EMERGENCY', confirmed: false });
    expect((await due('status=unconfirmed')).items.map(({ residentId }) => residentId)).toContain(person.residentId);
    const amend = (body: object, caller = doctor()): Promise<Answer<FollowUp>> =>
      caller.put<FollowUp>(`/follow-ups/${made.id}`, { rev: 0, why: '核对后血压是150', forms: [form(high)], ...body });
    expect(outcomeOf(await amend({}, nurse))).toBe('403 FORBIDDEN');
    expect(faultsOf(await amend({ why: '' }))).toEqual(['body.why EMPTY']);
    expect(outcomeOf(await doctor().put(`/follow-ups/${MISSING}`, { rev: 0, why: '更正', forms: [form()] }))).toBe(
      '404 NOT_FOUND',
    );
    const twice = await Promise.all([amend({}), amend({ why: '另一位医生也改' })]);
    expect(countOutcomes(twice)).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    expect((await see()).visits[0]).toMatchObject({ rev: 1, parts: [{ class: 'ADJUST', confirmed: true }] });
    expect((await see()).enrolments[0]).toMatchObject({ lastClass: 'ADJUST', nextDueDay: '2026-06-18' });
    expect(await findOpenTasksOf([person.residentId])).toEqual([]);
    expect((await due('status=unconfirmed')).counts.unconfirmed).toBe(0);
    const { items } = bodyOf(
      await doctor().get<CallReply<FollowupRoutes['versions']>>(`/follow-ups/${made.id}/versions`),
    );
    expect(items.map(({ parts }) => parts[0]?.class)).toEqual(['EMERGENCY']);
    // What the first version asked for is asked for again when the amendment is taken back.
    bodyOf(await amend({ rev: 1, why: '还是190', forms: [form({ ...high, sbp: 190 })] }));
    expect((await findOpenTasksOf([person.residentId])).map(({ kind }) => kind)).toEqual([
      'urgentReferral',
      'referralCheck',
    ]);
  });

  it('takes another class from a doctor with a reason', async () => {
    const made = bodyOf(await visit([form(controlled, { class: 'REFER_COMPLICATION', reason: '眼底出血' })]), 201);
    expect(made.parts[0]).toMatchObject({ class: 'REFER_COMPLICATION', reason: '眼底出血', nextDay: '2026-06-18' });
    expect((await findOpenTasksOf([person.residentId])).map(({ kind }) => kind)).toEqual(['referral', 'referralCheck']);
  });
});

describe('the course of an enrolment', () => {
  let made: Enrolment;
  beforeEach(async () => {
    made = bodyOf(await enrol(), 201);
  });
  const act = (deed: string, body: object, caller = doctor()): Promise<Answer<Enrolment>> =>
    caller.post<Enrolment>(`/enrolments/${made.id}/${deed}`, body);

  it('counts days without success, and after three of them somebody is lost', async () => {
    expect(bodyOf(await act('attempts', { rev: 0, reached: false }))).toMatchObject({
      failedAttempts: 1,
      status: 'active',
    });
    expect(outcomeOf(await act('attempts', { rev: 0, reached: false }))).toBe('409 STATE_CONFLICT');
    // Several calls on one day are one.
    expect(bodyOf(await act('attempts', { rev: 1, reached: false })).status).toBe('active');
    await setDay('2026-06-05');
    expect(bodyOf(await act('attempts', { rev: 2, reached: false })).status).toBe('active');
    await setDay('2026-06-06');
    expect(bodyOf(await act('attempts', { rev: 3, reached: false }))).toMatchObject({
      status: 'lost',
      dueStatus: 'lost',
    });
    expect((await due('status=lost')).items.map(({ enrolmentId }) => enrolmentId)).toEqual([made.id]);
    const found = bodyOf(await act('attempts', { rev: 4, reached: true }));
    expect(found).toMatchObject({ status: 'active', failedAttempts: 0 });
    expect(found.history.map(({ what }) => what)).toEqual(['enrolled', 'lost', 'found']);
  });

  it('is lost or found by hand, and names each bad field', async () => {
    expect(faultsOf(await act('lost', { rev: 0, lost: false }))).toEqual(['body.nextDueDay EMPTY']);
    expect(bodyOf(await act('lost', { rev: 0, lost: true })).status).toBe('lost');
    const found = (nextDueDay: string) => act('lost', { rev: 1, lost: false, nextDueDay });
    expect(faultsOf(await found('2026-06-03'))).toEqual(['body.nextDueDay PAST']);
    expect(faultsOf(await found('2026-10-03'))).toEqual(['body.nextDueDay RANGE']);
    expect(bodyOf(await found('2026-06-11'))).toMatchObject({ status: 'active', nextDueDay: '2026-06-11' });
  });

  it('goes to another doctor', async () => {
    const other = await createStaff({
      username: `doctor-${person.residentId.slice(-8)}`,
      name: '周敏',
      title: '主治医师',
      roles: ['doctor'],
      teamIds: ['team-7'],
      password: STAFF_PASSWORD,
      demo: false,
    });
    const give = (body: object) => doctor().put<Enrolment>(`/enrolments/${made.id}/doctor`, { rev: 0, ...body });
    expect(faultsOf(await give({ doctorId: 'nobody' }))).toEqual(['body.doctorId UNKNOWN']);
    expect(faultsOf(await give({ doctorId: other?.id, teamId: 'team-8' }))).toEqual(['body.teamId UNKNOWN']);
    expect(bodyOf(await give({ doctorId: other?.id }))).toMatchObject({ doctorName: '周敏', teamId: 'team-7' });
    const item = (await due('', staff(['doctor'], other?.id ?? ''))).counts;
    expect(item.upcoming).toBe(1);
    // The door is open to who follows the person up, without another ground.
    const seen = await see(staff(['doctor'], other?.id ?? ''));
    expect(seen.enrolments.map(({ id }) => id)).toEqual([made.id]);
  });

  it('ends with a reason, and may begin anew', async () => {
    expect(faultsOf(await act('end', { rev: 0, reason: 'bored' }))).toEqual(['body.reason UNKNOWN']);
    expect(faultsOf(await act('end', { rev: 0, reason: 'doctor' }))).toEqual(['body.words EMPTY']);
    expect(bodyOf(await act('end', { rev: 0, reason: 'moved' }))).toMatchObject({ status: 'ended', dueStatus: null });
    expect(outcomeOf(await act('end', { rev: 1, reason: 'moved' }))).toBe('409 STATE_CONFLICT');
    bodyOf(await enrol(), 201);
    expect((await see()).enrolments.map(({ status }) => status).sort()).toEqual(['active', 'ended']);
  });

  it('of high risk goes on by the table', async () => {
    const risky = bodyOf(await enrol({ programme: 'T2DM', kind: 'highRisk', firstDueDay: '2027-06-04' }), 201);
    const recall = (body: object) => doctor().post<Enrolment>(`/enrolments/${risky.id}/recalls`, { rev: 0, ...body });
    expect(faultsOf(await recall({ day: '2026-06-05' }))).toEqual(['body.day FUTURE']);
    expect(faultsOf(await recall({ day: '2026-06-03' }))).toEqual(['body.day RANGE']);
    expect(bodyOf(await recall({ day: TODAY }))).toMatchObject({ nextDueDay: '2027-06-04', lastDay: TODAY });
    expect(outcomeOf(await act('recalls', { rev: 0, day: TODAY }))).toBe('409 STATE_CONFLICT');
    expect((await due('kind=highRisk&status=upcoming')).items.map(({ enrolmentId }) => enrolmentId)).toContain(
      risky.id,
    );
  });

  it('is nothing to those without a ground, and to others', async () => {
    for (const [deed, body] of [
      ['attempts', { rev: 0, reached: true }],
      ['lost', { rev: 0, lost: true }],
      ['end', { rev: 0, reason: 'moved' }],
      ['recalls', { rev: 0, day: TODAY }],
    ] as const) {
      expect(outcomeOf(await act(deed, body, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await act(deed, body, person.caller))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await act(deed, body, doctor('doctor-9')))).toBe('403 ACCESS_LIMITED');
      expect(outcomeOf(await doctor().post(`/enrolments/${MISSING}/${deed}`, body))).toBe('404 NOT_FOUND');
    }
  });
});

describe('worklists', () => {
  it('come in the order in which people are due, page by page, and each person once', async () => {
    const people = await Promise.all(
      Array.from({ length: 7 }, (_, i) => buildCitizen(server, { birthDay: `195${i}-02-03` })),
    );
    await generateFollowUps(
      server.deps,
      people.map(({ residentId }, i) => ({
        residentId,
        birthDay: `195${i}-02-03`,
        communityId: i < 3 ? 'community-9' : null,
        programme: 'HTN',
        doctorId: 'doctor-list',
        teamId: i < 4 ? 'team-list' : null,
        sinceDay: '2025-06-01',
        untilDay: '2026-02-01',
      })),
    );
    const mine = doctor('doctor-list');
    const { counts } = await due('', mine);
    expect(counts.upcoming + counts.due + counts.overdue).toBe(7);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Due = await due(
        `status=overdue&limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
        mine,
      );
      seen.push(...page.items.map(({ nextDueDay, enrolmentId }) => `${nextDueDay} ${enrolmentId}`));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(counts.overdue);
    expect(seen).toEqual([...new Set(seen)].sort());
    const team = staff(['nurse'], 'nurse-2', { teamIds: ['team-list'] });
    const teams = (await due('scope=team', team)).counts;
    expect(teams.upcoming + teams.due + teams.overdue).toBe(4);
    const nearby = (await due('communityId=community-9', mine)).counts;
    expect(nearby.upcoming + nearby.due + nearby.overdue).toBe(3);
    const stable = (await due('class=STABLE&status=overdue', mine)).items;
    expect(stable.every(({ lastClass }) => lastClass === 'STABLE')).toBe(true);
    expect((await due('programme=T2DM', mine)).counts.overdue).toBe(0);
  });

  it('refuse bad choices, and what is not the own', async () => {
    const ask = (query: string, caller = doctor()) => caller.get(`/follow-ups/due?${query}`);
    expect(faultsOf(await ask('status=x'))).toEqual(['query.status UNKNOWN']);
    expect(faultsOf(await ask('scope=x'))).toEqual(['query.scope UNKNOWN']);
    expect(faultsOf(await ask('programme=x'))).toEqual(['query.programme UNKNOWN']);
    expect(faultsOf(await ask('cursor=x'))).toEqual(['query.cursor CURSOR']);
    expect(outcomeOf(await ask('', new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await ask('', person.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await ask('scope=house'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await ask('teamId=team-1'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await ask('scope=house', staff(['director'], 'director-1')))).toBe('200');
  });
});

describe('figures of a year', () => {
  it('count people, care to the standard, and the last value', async () => {
    const director = (): Caller => staff(['director'], 'director-1');
    const read = async (caller = director()) =>
      bodyOf(await caller.get<CallReply<FollowupRoutes['figures']>>('/follow-ups/figures?year=2026')).items;
    const of = async (programme: string) => (await read()).find((row) => row.programme === programme);
    const before = await of('STROKE');
    expect(before).toMatchObject({ managed: 0, standard: 0, controlled: 0, visits: 0 });
    bodyOf(await enrol({ programme: 'STROKE' }), 201);
    const values = { fastPositive: false, newDeficit: false, sbp: 128, dbp: 78, ldl: 1.6 };
    bodyOf(await visit([{ programme: 'STROKE', values }]), 201);
    expect(await of('STROKE')).toMatchObject({ managed: 1, controlled: 1, visits: 1, standard: 0 });
    for (const day of ['2026-07-03', '2026-10-03']) {
      await setDay(day);
      bodyOf(await visit([{ programme: 'STROKE', values: { ...values, ldl: 2.4 } }], { day }), 201);
    }
    // Three quarters since the enrolment, none empty; the last value was too high.
    expect(await of('STROKE')).toMatchObject({ managed: 1, controlled: 0, visits: 3, standard: 1 });
    expect((await read()).map(({ programme }) => programme)).not.toContain('SMI');
    expect((await read(psychiatrist())).map(({ programme }) => programme)).toContain('SMI');
    expect(outcomeOf(await staff(['nurse'], 'n').get('/follow-ups/figures?year=2026'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await new Caller(server.baseUrl).get('/follow-ups/figures?year=2026'))).toBe('401 AUTH_REQUIRED');
    expect(faultsOf(await director().get('/follow-ups/figures?year=12'))).toHaveLength(1);
  });
});

describe('a severe mental disorder', () => {
  const smi = {
    programme: 'SMI',
    values: { dangerLevel: 3, symptoms: 'some', insight: 'partial', socialFunction: 'fair' },
  };

  it('is known to the treating doctor, to marked staff and to the person alone', async () => {
    await putAtCounter(server, 'doctor-2', person.residentId);
    expect(outcomeOf(await enrol({ programme: 'SMI' }))).toBe('403 FORBIDDEN');
    const made = bodyOf(await enrol({ programme: 'SMI' }, psychiatrist()), 201);
    bodyOf(await enrol(), 201);
    const medicines = [{ name: '奥氮平', dose: '10毫克', often: '每晚一次' }];
    const both = bodyOf(await visit([smi, form()], { medicines }, psychiatrist()), 201);
    expect(both.parts.map((part) => part.class)).toEqual(['UNSTABLE', 'STABLE']);

    const codes = (seen: Seen): string[] => [
      ...seen.enrolments.map(({ programme }) => programme),
      ...seen.visits.flatMap(({ parts }) => parts.map(({ programme }) => programme)),
    ];
    expect(codes(await see(psychiatrist()))).toContain('SMI');
    expect(codes(await see(person.caller))).toContain('SMI');
    const relative = await buildCitizen(server);
    await buildProxy(server, relative, person, { scopes: ['record'] });
    const director = staff(['director'], 'director-1');
    for (const other of [doctor(), director, relative.caller]) {
      const seen = await see(other);
      expect(codes(seen)).toEqual(['HTN', 'HTN']);
      expect(JSON.stringify(seen)).not.toMatch(/SMI|精神|奥氮平|UNSTABLE/);
    }
    // Nobody else changes it, or hears that it is there.
    expect(outcomeOf(await doctor().post(`/enrolments/${made.id}/attempts`, { rev: 1, reached: true }))).toBe(
      '404 NOT_FOUND',
    );
    expect(faultsOf(await visit([smi]))).toEqual(['body.forms.0.programme UNKNOWN']);
    const amended = await doctor().put<FollowUp>(`/follow-ups/${both.id}`, {
      rev: 0,
      why: '补充',
      forms: [form(high)],
    });
    expect(bodyOf(amended).parts.map(({ programme }) => programme)).toEqual(['HTN']);
    const whole = (await see(psychiatrist())).visits[0];
    expect(whole?.parts.map((part) => part.class)).toEqual(['UNSTABLE', 'ADJUST']);
    expect(whole?.medicines).toEqual(medicines);
  });

  it('stands in no list of others, in no timeline and in no task', async () => {
    await putAtCounter(server, 'doctor-2', person.residentId);
    bodyOf(await enrol({ programme: 'SMI' }, psychiatrist()), 201);
    bodyOf(await visit([smi], {}, psychiatrist()), 201);
    server.clock.set(`${addDays(TODAY, 30)}T04:00:00.000Z`);
    const names = async (query: string, caller: Caller): Promise<string[]> =>
      (await due(query, caller)).items.map(({ residentId }) => residentId);
    expect(await names('', psychiatrist())).toContain(person.residentId);
    const director = staff(['director'], 'director-1');
    expect(await names('scope=house&limit=100', director)).not.toContain(person.residentId);
    expect(await names('scope=house&programme=SMI', director)).toEqual([]);
    const marked = staff(['director'], 'director-2', { rights: ['sensitiveFlags'] });
    expect(await names('scope=house&limit=100', marked)).not.toContain(person.residentId);
    expect(await names('scope=house&programme=SMI', marked)).toContain(person.residentId);
    const served = modules.find(({ feature }) => feature === 'followup')?.served;
    expect(await served?.(server.deps, { residentIds: [person.residentId], limit: 10 })).toEqual([]);
    expect(await findOpenTasksOf([person.residentId])).toEqual([]);
  });
});
