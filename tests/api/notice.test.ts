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
  staffCaller,
  type Citizen,
} from '../support/clinic';
import { Caller } from '../support/http';
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
