import { proposeTasks, settleOpenTasks } from '@linkang/server/modules/task';
import { placeOf } from '@linkang/server/platform/keyring';
import type { Contract } from '@linkang/shared/api/contract.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { NextItem } from '@linkang/shared/api/notice.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import {
  book,
  buildCitizen,
  buildLectureBody,
  cancel,
  openSession,
  putAtCounter,
  staffCaller,
  type Citizen,
} from '../support/clinic';
import { Caller } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const nextOf = async ({ caller, residentId }: Citizen): Promise<NextItem[]> =>
  bodyOf(await caller.get<{ items: NextItem[] }>(`/residents/${residentId}/next`)).items;
const kindsOf = async (citizen: Citizen): Promise<string[]> => (await nextOf(citizen)).map((item) => item.kind);
const contracts = () => server.deps.connection.collection<{ _id: string }>('contracts');
const contractRow = (residentId: string, status: Contract['status']) => ({
  residentId,
  status,
  kind: 'first',
  ...(status === 'active' ? { slots: ['now'] } : status === 'pendingReview' ? { slots: ['now', 'next'] } : {}),
  history: [],
  evidence: { channel: 'h5' },
  teamId: 'team-1',
  packages: [],
  packageVersion: '1',
  termYears: 1,
  textVersion: '1',
  signedAt: server.clock.now(),
  signedBy: 'somebody',
  startDay: null,
  endDay: null,
  decidedAt: null,
  decidedBy: null,
  reason: null,
  rev: 0,
});
const announce = async (changes: Record<string, unknown>): Promise<Lecture> => {
  const editor = staffCaller(server, ['editor']);
  const { id } = bodyOf(await editor.post<Lecture>('/lectures', buildLectureBody(changes)), 201);
  return bodyOf(await editor.post<Lecture>(`/lectures/${id}/publish`));
};

describe('GET /residents/:id/next', () => {
  it('is for the own person', async () => {
    const [me, other] = [await buildCitizen(server), await buildCitizen(server)];
    expect(outcomeOf(await new Caller(server.baseUrl).get(`/residents/${me.residentId}/next`))).toBe(
      '401 AUTH_REQUIRED',
    );
    expect(outcomeOf(await staffCaller(server, ['director']).get(`/residents/${me.residentId}/next`))).toBe(
      '403 FORBIDDEN',
    );
    expect(outcomeOf(await me.caller.get(`/residents/${other.residentId}/next`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await me.caller.get('/residents/nobody/next'))).toBe('404 NOT_FOUND');
  });

  it('tells bookings and lectures in the order in which they come, as one speaks', async () => {
    const citizen = await buildCitizen(server, { birthDay: '1990-01-01' });
    const today = await openSession(server, { day: '2026-06-04', startTime: '15:00', endTime: '16:00' });
    const tomorrow = await announce({ day: '2026-06-05', title: '怎样量血压' });
    const later = await openSession(server, { day: '2026-06-08', serviceCode: 'tcm' });
    const nextYear = await openSession(server, { day: '2027-01-08' });
    for (const { id } of [nextYear, later, today]) bodyOf(await book(citizen, id), 201);
    bodyOf(
      await citizen.caller.post(`/lectures/${tomorrow.id}/registrations`, { residentId: citizen.residentId }),
      201,
    );
    const items = await nextOf(citizen);
    expect(items.map(({ kind, title }) => [kind, title])).toEqual([
      ['booking', '今天 下午3:00 全科门诊'],
      ['lecture', '明天 下午2:00 怎样量血压'],
      ['booking', '6月8日 周一 上午9:00 中医门诊'],
      ['booking', '2027年1月8日 周五 上午9:00 全科门诊'],
      ['contractMissing', '还没有签约家庭医生'],
    ]);
    expect(items[0]).toMatchObject({
      detail: '一楼全科诊室 · 1号',
      day: '2026-06-04',
      startTime: '15:00',
      targetId: `${today.id}:001:1`,
    });
    bodyOf(await cancel(citizen, items[2]?.targetId ?? ''));
    expect((await nextOf(citizen)).map((item) => item.day)).toEqual(['2026-06-04', '2026-06-05', '2027-01-08', null]);
  });

  it('reminds elders of the yearly physical until it is booked for this year', async () => {
    const elder = await buildCitizen(server, { birthDay: '1961-12-31' });
    const younger = await buildCitizen(server, { birthDay: '1962-01-01' });
    expect(await kindsOf(elder)).toEqual(['physicalDue', 'contractMissing']);
    expect(await kindsOf(younger)).toEqual(['contractMissing']);
    const nextYear = await openSession(server, { serviceCode: 'senior-physical', day: '2027-02-01' });
    const thisYear = await openSession(server, { serviceCode: 'senior-physical', day: '2026-06-15' });
    bodyOf(await book(elder, nextYear.id), 201);
    expect(await kindsOf(elder)).toEqual(['booking', 'physicalDue', 'contractMissing']);
    const booking = bodyOf(await book(elder, thisYear.id), 201);
    expect(await kindsOf(elder)).toEqual(['booking', 'booking', 'contractMissing']);
    bodyOf(await cancel(elder, booking.id));
    expect(await kindsOf(elder)).toEqual(['booking', 'physicalDue', 'contractMissing']);
    server.clock.set('2026-12-31T16:00:00.000Z');
    expect(await kindsOf(younger)).toEqual(['physicalDue', 'contractMissing']);
  });

  it.each<[Contract['status'], string[]]>([
    ['pendingReview', ['contractPending']],
    ['rejected', ['contractRejected']],
    ['active', []],
    ['withdrawn', ['contractMissing']],
    ['expired', ['contractMissing']],
  ])('says of a contract that is %s: %j', async (status, kinds) => {
    const citizen = await buildCitizen(server, { birthDay: '1990-01-01' });
    const id = `contract-${status}`;
    const row = contractRow(citizen.residentId, status);
    const reason = server.deps.keyring.encrypt('请补充住址', placeOf('contracts', 'reason', id));
    await contracts().insertOne({ _id: id, ...row, ...(status === 'rejected' ? { reason } : {}) } as never);
    const items = await nextOf(citizen);
    expect(items.map((item) => item.kind)).toEqual(kinds);
    if (kinds[0] && kinds[0] !== 'contractMissing') expect(items[0]?.targetId).toBe(id);
    if (status === 'rejected') expect(items[0]?.detail).toBe('请补充住址');
  });
});

describe('what is due of care', () => {
  const enrol = async (citizen: Citizen, programme: string, firstDueDay: string): Promise<string> => {
    await putAtCounter(server, 'doctor-1', citizen.residentId);
    const doctor = new Caller(
      server.baseUrl,
      server.deps.tokens.signAccess({
        ...{ kind: 'staff', accountId: 'doctor-1', signInId: 'test', roles: ['doctor'], teamIds: [] },
        rights: ['sensitiveFlags'],
      }),
    );
    const path = `/residents/${citizen.residentId}/enrolments`;
    return bodyOf(await doctor.post<{ id: string }>(path, { programme, firstDueDay }), 201).id;
  };
  const recheck = (citizen: Citizen, dueDay: string) =>
    proposeTasks(
      server.deps,
      [
        {
          ...{ residentId: citizen.residentId, teamId: null, source: 'physical', sourceId: `exam-${dueDay}` },
          ...{ kind: 'recheck', subject: 'glucose', ruleId: 'R', say: '复查', because: '空腹血糖 7.2' },
          ...{ urgent: false, dueDay },
        },
      ],
      server.clock.now(),
    );

  it('tells follow-ups of this week and those that are late, and none of those that only some may know', async () => {
    const citizen = await buildCitizen(server, { birthDay: '1990-01-01' });
    const late = await enrol(citizen, 'HTN', '2026-06-05');
    const soon = await enrol(citizen, 'T2DM', '2026-06-11');
    await enrol(citizen, 'SMI', '2026-06-05');
    expect((await nextOf(citizen)).map(({ title }) => title)).toEqual([
      '高血压随访到时间了',
      '2型糖尿病随访到时间了',
      '还没有签约家庭医生',
    ]);
    server.clock.set('2026-06-06T04:00:00.000Z');
    expect((await nextOf(citizen)).slice(0, 2)).toEqual([
      {
        kind: 'followUpDue',
        title: '高血压随访到时间了',
        detail: '6月5日 周五前该来的，请尽快来',
        day: '2026-06-05',
        startTime: null,
        targetId: late,
      },
      expect.objectContaining({ detail: '请在6月11日 周四前来', targetId: soon }),
    ]);
  });

  it('is counted for staff who may open the lists, and for nobody else', async () => {
    const countsOf = async (role: 'director' | 'editor' | 'desk'): Promise<number> => {
      const today = bodyOf(await staffCaller(server, [role]).get<{ followUpsOverdue: number }>('/today'));
      return today.followUpsOverdue;
    };
    server.clock.set('2026-06-20T04:00:00.000Z');
    const before = await countsOf('director');
    server.clock.set(TEST_NOW);
    const citizen = await buildCitizen(server, { birthDay: '1990-01-01' });
    await enrol(citizen, 'HTN', '2026-06-18');
    await enrol(citizen, 'SMI', '2026-06-18');
    server.clock.set('2026-06-20T04:00:00.000Z');
    expect(await countsOf('director')).toBe(before + 1);
    expect(await countsOf('editor')).toBe(0);
    expect(await countsOf('desk')).toBe(0);
  });

  it('is silent about a follow-up that is weeks away', async () => {
    const citizen = await buildCitizen(server, { birthDay: '1990-01-01' });
    await enrol(citizen, 'HTN', '2026-06-18');
    expect(await kindsOf(citizen)).toEqual(['contractMissing']);
    server.clock.set('2026-06-11T04:00:00.000Z');
    expect(await kindsOf(citizen)).toEqual(['followUpDue', 'contractMissing']);
  });

  it('tells rechecks in plain words until they are settled', async () => {
    const citizen = await buildCitizen(server, { birthDay: '1990-01-01' });
    await recheck(citizen, '2026-06-10');
    await recheck(citizen, '2026-09-01');
    const [first, ...rest] = await nextOf(citizen);
    expect(first).toMatchObject({ kind: 'recheckDue', title: '空着肚子来，再查一次血糖', day: '2026-06-10' });
    expect(rest.map(({ kind }) => kind)).toEqual(['contractMissing']);
    const settling = { status: 'done', settledBy: 'doctor-1', settledAt: server.clock.now() } as const;
    await settleOpenTasks(citizen.residentId, { kind: 'recheck' }, settling);
    expect(await kindsOf(citizen)).toEqual(['contractMissing']);
  });

  it('is told to a relative who may see the record, and to no other', async () => {
    const elder = await buildCitizen(server, { birthDay: '1950-01-01' });
    await enrol(elder, 'HTN', '2026-06-05');
    const kindsFor = async (scopes: string[]): Promise<string[]> => {
      const relative = await buildCitizen(server);
      await buildProxy(server, relative, elder, { scopes });
      return kindsOf({ ...elder, caller: relative.caller });
    };
    expect(await kindsFor(['book', 'record'])).toContain('followUpDue');
    expect(await kindsFor(['book'])).not.toContain('followUpDue');
  });
});

describe('GET /today', () => {
  it('is for staff', async () => {
    expect(outcomeOf(await new Caller(server.baseUrl).get('/today'))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await (await buildCitizen(server)).caller.get('/today'))).toBe('403 FORBIDDEN');
    for (const role of ['director', 'doctor', 'nurse', 'desk', 'editor'] as const)
      expect((await staffCaller(server, [role]).get('/today')).status).toBe(200);
  });

  it('shows the sessions of the day with the seats taken, and what waits', async () => {
    server.clock.set('2026-10-08T01:30:00.000Z');
    const day = '2026-10-08';
    const first = await openSession(server, { day, startTime: '13:00', endTime: '14:00', capacity: 2 });
    const second = await openSession(server, { day, startTime: '15:00', endTime: '16:00', serviceCode: 'tcm' });
    await openSession(server, { day: '2026-10-09' });
    await announce({ day });
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await book(citizen, first.id), 201);
    bodyOf(await book(await buildCitizen(server), first.id), 201);
    const see = async () => bodyOf(await staffCaller(server, ['desk']).get<Record<string, unknown>>('/today'));
    const today = await see();
    expect(today).toMatchObject({ day, lecturesComing: 1, articleDrafts: 0, callsToMake: 0 });
    expect(today.contractsPending).toBe(await contracts().countDocuments({ status: 'pendingReview' }));
    expect(today.sessions).toEqual([
      {
        id: first.id,
        serviceName: '全科门诊',
        startTime: '13:00',
        endTime: '14:00',
        place: '一楼全科诊室',
        doctorName: null,
        capacity: 2,
        booked: 2,
        state: 'full',
      },
      expect.objectContaining({ id: second.id, serviceName: '中医门诊', booked: 0, capacity: 5, state: 'open' }),
    ]);
    bodyOf(await cancel(citizen, booking.id));
    expect((await see()).sessions).toEqual([
      expect.objectContaining({ booked: 1, state: 'open' }),
      expect.objectContaining({ booked: 0 }),
    ]);
    server.clock.set('2026-10-08T16:00:00.000Z');
    expect(await see()).toMatchObject({ day: '2026-10-09', lecturesComing: 0 });
  });
});
