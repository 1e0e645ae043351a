import { callOffSession, reconcileSeats } from '@linkang/server/modules/session';
import { scheduleModule } from '@linkang/server/modules/schedule';
import type { Job } from '@linkang/server/platform/jobs';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Session } from '@linkang/shared/api/session.routes';
import type { Template } from '@linkang/shared/api/schedule.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { addDay, addDoctor, addTemplate, buildTemplateBody, outcomesOf, preview, publish } from '../support/schedule';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let director: Caller;
const as = (role: PolicyRole): Caller => staffCaller(server, [role]);
const rows = (name: string) => server.deps.connection.collection<{ _id: string }>(name);

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  director = as('director');
  const names = ['templates', 'calendarDays', 'madeSessions', 'scheduleRuns', 'sessions', 'seats', 'leases'];
  await Promise.all(names.map((name) => rows(name).deleteMany({})));
});
afterAll(() => server.stop());

describe('a template', () => {
  it('is added, listed, found, changed and removed', async () => {
    const doctorId = await addDoctor('doctor-lin');
    const template = await addTemplate(director, {
      doctorId,
      visiting: { hospital: '市第一人民医院' },
      note: '带学生',
    });
    const { place, ...body } = buildTemplateBody({
      doctorId,
      visiting: { hospital: '市第一人民医院' },
      note: '带学生',
    });
    expect(template).toMatchObject({ ...body, place, serviceName: '全科门诊', doctorName: '林静秋', madeToDay: null });
    const other = await addTemplate(director, { serviceCode: 'tcm', weekday: 5, active: false });
    const idsOf = async (query: string) =>
      bodyOf(await director.get<{ items: Template[] }>(`/schedule/templates${query}`)).items.map(({ id }) => id);
    expect(await idsOf('')).toEqual([template.id, other.id]);
    expect(await idsOf('?serviceCode=tcm')).toEqual([other.id]);
    expect(await idsOf('?weekday=1')).toEqual([template.id]);
    expect(await idsOf(`?doctorId=${doctorId}`)).toEqual([template.id]);
    expect(await idsOf('?active=false')).toEqual([other.id]);

    const changed = await director.put<Template>(`/schedule/templates/${template.id}`, {
      ...buildTemplateBody({ capacity: 12, weeks: 'odd' }),
      rev: 0,
    });
    expect(bodyOf(changed)).toMatchObject({ capacity: 12, weeks: 'odd', doctorName: null, visiting: null, rev: 1 });
    expect(bodyOf(await director.get<Template>(`/schedule/templates/${template.id}`))).toEqual(changed.body);
    const remove = (rev: number) => director.post(`/schedule/templates/${template.id}/remove`, { rev });
    expect([await remove(0), await remove(1), await remove(1)].map(outcomeOf)).toEqual([
      '409 STATE_CONFLICT',
      '204',
      '404 NOT_FOUND',
    ]);
  });

  it('takes one of two changes at once', async () => {
    const { id } = await addTemplate(director);
    const change = (capacity: number) =>
      director.put(`/schedule/templates/${id}`, { ...buildTemplateBody({ capacity }), rev: 0 });
    expect(countOutcomes(await Promise.all([change(5), change(6)]))).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
  });

  it('is made once by twenty repeats', async () => {
    const send = (body = buildTemplateBody()) => director.post('/schedule/templates', body, 'the-same-key');
    const answers = await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(countOutcomes(answers)).toEqual({ 201: 20 });
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(outcomeOf(await send(buildTemplateBody({ capacity: 9 })))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('names the room where it is held', async () => {
    const room = { name: '203诊室', floor: '二楼', serviceCodes: [], active: true, order: 0 };
    const { id, place } = bodyOf(await director.post<{ id: string; place: string }>('/rooms', room), 201);
    expect(await addTemplate(director, { place: null, roomId: id })).toMatchObject({ place, roomId: id });
  });

  it.each([
    [{ serviceCode: '' }, ['body.serviceCode EMPTY']],
    [{ serviceCode: 'nothing' }, ['body.serviceCode UNKNOWN']],
    [{ weekday: 0 }, ['body.weekday TOO_SMALL']],
    [{ weekday: 8 }, ['body.weekday WEEKDAY']],
    [{ weeks: 'third' }, ['body.weeks TYPE']],
    [{ startTime: '07:60' }, ['body.startTime TIME']],
    [{ endTime: '08:00' }, ['body.endTime ORDER']],
    [{ capacity: 0 }, ['body.capacity TOO_SMALL']],
    [{ capacity: 900 }, ['body.capacity TOO_LARGE']],
    [{ place: ' ' }, ['body.place EMPTY']],
    [{ place: null }, ['body.place EMPTY']],
    [{ roomId: MISSING }, ['body.roomId UNKNOWN']],
    [{ doctorId: MISSING }, ['body.doctorId UNKNOWN']],
    [{ doctorId: 'a b' }, ['body.doctorId ID']],
    [{ teamId: MISSING, communityId: MISSING }, ['body.teamId UNKNOWN', 'body.communityId UNKNOWN']],
    [{ quotas: { online: 1, desk: 1, elder: 1 } }, ['body.quotas SUM']],
    [{ quotas: { online: -1, desk: 9, elder: 0 } }, ['body.quotas.online TOO_SMALL']],
    [{ validFromDay: '2026-02-30' }, ['body.validFromDay DAY']],
    [{ validToDay: '2026-05-31' }, ['body.validToDay DAY_ORDER']],
    [{ note: 'x'.repeat(201) }, ['body.note TOO_LONG']],
    [{ visiting: { hospital: '' } }, ['body.visiting.hospital EMPTY']],
    [{ active: 'yes' }, ['body.active TYPE']],
    [{ validFromDay: undefined }, ['body.validFromDay MISSING']],
  ])('is refused with %j', async (changes, faults) => {
    const { id } = await addTemplate(director);
    for (const answer of [
      await director.post('/schedule/templates', buildTemplateBody(changes)),
      await director.put(`/schedule/templates/${id}`, { ...buildTemplateBody(changes), rev: 0 }),
    ])
      expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });
});

describe('who may', () => {
  const calls = (caller: Caller) =>
    Promise.all([
      caller.get('/schedule/templates'),
      caller.post('/schedule/templates', buildTemplateBody()),
      caller.get(`/schedule/templates/${MISSING}`),
      caller.put(`/schedule/templates/${MISSING}`, { ...buildTemplateBody(), rev: 0 }),
      caller.post(`/schedule/templates/${MISSING}/remove`, { rev: 0 }),
      caller.get('/schedule/preview?fromDay=2026-06-04&toDay=2026-06-05'),
      caller.post('/schedule/publish', { fromDay: '2026-06-04', toDay: '2026-06-05' }),
    ]);
  const may = ['200', '201', '404 NOT_FOUND', '404 NOT_FOUND', '404 NOT_FOUND', '200', '200'];

  it.each(['director', 'doctor', 'nurse', 'desk', 'admin'] as PolicyRole[])('%s does', async (role) => {
    expect((await calls(as(role))).map(outcomeOf)).toEqual(may);
  });

  it('editors, residents and strangers do not', async () => {
    expect((await calls(as('editor'))).map(outcomeOf)).toEqual(Array(7).fill('403 FORBIDDEN'));
    expect((await calls((await buildCitizen(server)).caller)).map(outcomeOf)).toEqual(Array(7).fill('403 FORBIDDEN'));
    expect((await calls(new Caller(server.baseUrl))).map(outcomeOf)).toEqual(Array(7).fill('401 AUTH_REQUIRED'));
  });
});

describe('the sessions of a template', () => {
  it('are previewed with the reason, opened once, and released at their hour', async () => {
    const friday = await addTemplate(director, { weekday: 5, quotas: { online: 5, desk: 2, elder: 1 } });
    const [from, to] = ['2026-06-04', '2026-06-26'];
    const before = await preview(director, from, to);
    const expected = ['2026-06-05 open', '2026-06-12 open', '2026-06-19 closed', '2026-06-26 open'];
    expect(outcomesOf(before)).toEqual(expected);
    expect(before.items[2]).toMatchObject({ reason: '端午节', sessionId: null });
    expect(before.days).toContainEqual({ day: '2026-06-19', kind: 'closed', name: '端午节', weekday: null });
    expect(await rows('sessions').countDocuments({})).toBe(0);

    const published = await publish(director, from, to);
    expect(outcomesOf(published)).toEqual(expected.map((row) => row.replace('open', 'opened')));
    expect(outcomesOf(await publish(director, from, to))).toEqual(expected.map((row) => row.replace('open', 'exists')));
    const { items } = bodyOf(await director.get<{ items: Session[] }>(`/sessions?fromDay=${from}&toDay=${to}`));
    expect(items.map(({ day, releaseAt, state }) => [day, releaseAt, state])).toEqual([
      ['2026-06-05', '2026-05-21T23:00:00.000Z', 'open'],
      ['2026-06-12', '2026-05-28T23:00:00.000Z', 'open'],
      ['2026-06-26', '2026-06-11T23:00:00.000Z', 'notReleased'],
    ]);
    expect(items[0]).toMatchObject({ templateId: friday.id, startTime: '08:00', capacity: 8, place: '一楼全科1诊室' });
    const seats = await rows('seats').find({ sessionId: items[0]?.id }).toArray();
    expect(seats.map((seat) => (seat as unknown as { quota: string }).quota).sort()).toEqual(
      [...Array(2).fill('desk'), 'elder', ...Array(5).fill('online')].sort(),
    );
  });

  it('carry the visiting hospital, team and community', async () => {
    const template = await addTemplate(director, { visiting: { hospital: '市第一人民医院' } });
    await publish(director, '2026-06-08', '2026-06-08');
    const session = await director.get<Session>(`/sessions/${template.id}-2026-06-08`);
    expect(bodyOf(session)).toMatchObject({ visitingHospital: '市第一人民医院', templateId: template.id });
  });

  it('are not made again when they were called off or taken away', async () => {
    const { id } = await addTemplate(director);
    await publish(director, '2026-06-08', '2026-06-15');
    await callOffSession(server.deps, `${id}-2026-06-08`, '医生外出', 'test', server.clock.now());
    await rows('sessions').deleteOne({ _id: `${id}-2026-06-15` });
    const again = await publish(director, '2026-06-08', '2026-06-15');
    expect(outcomesOf(again)).toEqual(['2026-06-08 exists', '2026-06-15 exists']);
    expect(bodyOf(await director.get<Session>(`/sessions/${id}-2026-06-08`)).state).toBe('suspended');
    expect(outcomeOf(await director.get(`/sessions/${id}-2026-06-15`))).toBe('404 NOT_FOUND');
  });

  it('change only on days that are not made yet', async () => {
    const template = await addTemplate(director);
    await publish(director, '2026-06-08', '2026-06-08');
    const body = { ...buildTemplateBody({ capacity: 3 }), rev: 0 };
    const changed = bodyOf(await director.put<Template>(`/schedule/templates/${template.id}`, body));
    expect(changed.madeToDay).toBe('2026-06-08');
    await publish(director, '2026-06-08', '2026-06-15');
    const capacityOn = async (day: string) =>
      bodyOf(await director.get<Session>(`/sessions/${template.id}-${day}`)).capacity;
    expect([await capacityOn('2026-06-08'), await capacityOn('2026-06-15')]).toEqual([8, 3]);
  });

  it('give way where the doctor is elsewhere, left, or the time has come', async () => {
    const doctorId = await addDoctor('doctor-busy');
    await openSession(server, { doctorId, day: '2026-06-08', startTime: '09:30', endTime: '11:00' });
    await addTemplate(director, { doctorId });
    await addTemplate(director, { doctorId, serviceCode: 'tcm', startTime: '10:00', endTime: '11:00', weekday: 2 });
    await addTemplate(director, { doctorId, startTime: '10:30', endTime: '11:30', weekday: 2 });
    const left = await addDoctor('doctor-leaving');
    await addTemplate(director, { doctorId: left, weekday: 3 });
    await rows('doctors').updateOne({ _id: left }, { $set: { active: false } });
    await addTemplate(director, { weekday: 4 });
    const expected = ['06-04 past', '06-08 doctorBusy', '06-09 open', '06-09 doctorBusy', '06-10 gone', '06-11 open'];
    const range = ['2026-06-04', '2026-06-11'] as const;
    expect(outcomesOf(await preview(director, ...range))).toEqual(expected.map((row) => `2026-${row}`));
    const opened = expected.map((row) => `2026-${row.replace('open', 'opened')}`);
    expect(outcomesOf(await publish(director, ...range))).toEqual(opened);
  });

  it('follow the weekday that a working Saturday stands in for', async () => {
    await addTemplate(director, { weekday: 5 });
    await addTemplate(director, { weekday: 6, startTime: '13:00', endTime: '14:00' });
    await addDay(director, { day: '2026-06-13', kind: 'working', name: '调休上班', weekday: 5 });
    expect((await preview(director, '2026-06-13', '2026-06-13')).items).toMatchObject([{ startTime: '08:00' }]);
  });

  it('are closed for one service only', async () => {
    await addTemplate(director);
    await addTemplate(director, { serviceCode: 'tcm' });
    await addDay(director, { day: '2026-06-08', serviceCode: 'gp', name: '全科进修' });
    const { items, days } = await preview(director, '2026-06-08', '2026-06-08');
    expect(items.map(({ serviceCode, outcome, reason }) => [serviceCode, outcome, reason])).toEqual(
      expect.arrayContaining([
        ['gp', 'closed', '全科进修'],
        ['tcm', 'open', null],
      ]),
    );
    expect(days).toEqual([]);
  });

  it.each([
    ['fromDay=2026-06-08', ['query.toDay MISSING']],
    ['fromDay=2026-06-08&toDay=2026-06-31', ['query.toDay DAY']],
    ['fromDay=2026-06-08&toDay=2026-06-07', ['query.toDay DAY_ORDER']],
    ['fromDay=2026-06-01&toDay=2026-07-02', ['query.toDay TOO_LONG']],
  ])('are not previewed for %s', async (query, faults) => {
    const answer = await director.get(`/schedule/preview?${query}`);
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });

  it.each([
    [{ toDay: '2026-06-08' }, ['body.fromDay MISSING']],
    [{ fromDay: '2026-06-08', toDay: '2026-06-07' }, ['body.toDay DAY_ORDER']],
    [{ fromDay: '2026-06-05', toDay: '2026-07-06' }, ['body.toDay TOO_LONG']],
    [{ fromDay: '2026-06-03', toDay: '2026-06-08' }, ['body.fromDay PAST']],
  ])('are not opened for %j', async (range, faults) => {
    const answer = await director.post('/schedule/publish', range);
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });
});

describe('publishing', () => {
  const daily = () => (scheduleModule.jobs?.(server.deps) ?? [])[0] as Job;
  const days = () => rows('sessions').distinct('day');

  it('is done once a day from five o’clock on, for what can be booked and a day more', async () => {
    await addTemplate(director, { weekday: 5 });
    server.clock.set('2026-06-04T20:59:00.000Z');
    await daily().run();
    expect(await days()).toEqual([]);
    server.clock.set('2026-06-04T21:00:00.000Z');
    await daily().run();
    // The 19th is a holiday; the 20th is the last day that is made.
    expect(await days()).toEqual(['2026-06-05', '2026-06-12']);
    await addTemplate(as('nurse'), { weekday: 6 });
    await daily().run();
    expect(await days()).toEqual(['2026-06-05', '2026-06-12']);
    // The server was away until noon of the next day but one.
    server.clock.set('2026-06-06T04:00:00.000Z');
    await daily().run();
    expect(await days()).toEqual(['2026-06-05', '2026-06-12', '2026-06-13']);
  });

  it('opens each session once when many ask at once', async () => {
    for (const weekday of [1, 2, 3]) await addTemplate(director, { weekday });
    const ranges = await Promise.all(Array.from({ length: 6 }, () => publish(director, '2026-06-08', '2026-06-14')));
    const outcomes = ranges.flatMap(({ items }) => items.map(({ outcome }) => outcome));
    expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'exists')).toHaveLength(15);
    expect(await rows('sessions').countDocuments({})).toBe(3);
    expect(await rows('seats').countDocuments({ status: 'free' })).toBe(24);
  });

  it('is finished after a crash between a session, its seats and its mark', async () => {
    const { id } = await addTemplate(director);
    await publish(director, '2026-06-08', '2026-06-15');
    await rows('madeSessions').deleteMany({});
    await rows('seats').deleteMany({ sessionId: `${id}-2026-06-08`, no: { $gt: 3 } } as never);
    await rows('sessions').updateOne({ _id: `${id}-2026-06-08` }, { $set: { published: false } as never });
    const again = await publish(director, '2026-06-08', '2026-06-15');
    expect(outcomesOf(again)).toEqual(['2026-06-08 exists', '2026-06-15 exists']);
    await reconcileSeats(server.deps);
    expect(await rows('sessions').countDocuments({})).toBe(2);
    expect(await rows('seats').countDocuments({ status: 'free' })).toBe(16);
    expect(await rows('madeSessions').countDocuments({})).toBe(2);
  });

  it('keeps bookings of what it finds', async () => {
    const { id } = await addTemplate(director);
    await publish(director, '2026-06-08', '2026-06-08');
    const citizen = await buildCitizen(server);
    bodyOf(await book(citizen, `${id}-2026-06-08`), 201);
    await publish(director, '2026-06-08', '2026-06-08');
    const { items } = bodyOf(
      await director.get<{ items: { id: string; booked: number }[] }>('/schedule/days/2026-06-08/sessions'),
    );
    expect(items).toMatchObject([{ id: `${id}-2026-06-08`, booked: 1, capacity: 8 }]);
  });
});
