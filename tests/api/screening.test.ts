import { finishOwed } from '@linkang/server/modules/screening/screening.tasks';
import type {
  ScreeningCandidate,
  ScreeningEntry,
  ScreeningEvent,
  ScreeningRoutes,
} from '@linkang/shared/api/screening.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { readableOf } from '../support/at-rest';
import { auditRows } from '../support/audits';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const HIGH = { sbp: 152, dbp: 94 };

let server: TestServer;
let person: Citizen;
let event: ScreeningEvent;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  for (const name of ['screeningEvents', 'screeningEntries', 'tasks']) await rows(name).deleteMany({});
  person = await buildCitizen(server, { name: '王秀英' });
  event = bodyOf(await open(), 201);
});
afterAll(() => server.stop());

type Figures = CallReply<ScreeningRoutes['figures']>;

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const nurse = (id = 'nurse-1'): Caller => staffCaller(server, ['nurse'], id);
const open = (body: object = {}, caller = nurse(), key?: string | null): Promise<Answer<ScreeningEvent>> =>
  caller.post<ScreeningEvent>(
    '/screening-events',
    { place: '桂花里广场', day: '2026-06-04', crew: '何静、唐晓梅', ...body },
    key,
  );
const add = (body: object, caller = nurse(), key?: string | null, id = event.id): Promise<Answer<ScreeningEntry>> =>
  caller.post<ScreeningEntry>(`/screening-events/${id}/entries`, { age: 60, sex: 'male', ...body }, key);
const known = (values: object, caller = nurse()) => add({ residentId: person.residentId, values }, caller);
const tasks = () => rows('tasks').find({ residentId: person.residentId }).sort({ dueDay: 1, ruleId: 1 }).toArray();
const candidates = async (): Promise<ScreeningCandidate[]> =>
  bodyOf(await nurse().get<{ items: ScreeningCandidate[] }>('/screening-candidates')).items;
const act = (id: string, deed: string, body: object, caller = nurse()): Promise<Answer<ScreeningEntry>> =>
  caller.post<ScreeningEntry>(`/screening-entries/${id}/${deed}`, body);

describe('a screening in the street', () => {
  it('takes unknown people, says what to do, and counts everybody each time', async () => {
    const stranger = bodyOf(await add({ name: '赵德福', phone: '139 1234 0009', values: HIGH }), 201);
    expect(stranger).toMatchObject({ residentId: null, name: '赵*福', age: 60, sex: 'male', candidate: 'open' });
    expect(stranger.results).toMatchObject([{ class: 'RECHECK', className: '需要复测', grade: 1, urgent: false }]);
    expect(stranger.results[0]?.say).toContain('两周内');
    const nameless = bodyOf(await add({ age: 40, values: { sbp: 118, dbp: 76, fpg: 5.2 } }), 201);
    expect(nameless).toMatchObject({ name: null, candidate: null });
    bodyOf(await known({ fpg: 7.4 }), 201);
    const seen = bodyOf(await nurse().get<{ figures: Figures }>(`/screening-events/${event.id}`));
    const figures = { events: 1, people: 3, bloodPressure: 2, glucose: 2, suspects: 2, known: 1 };
    expect(seen.figures).toEqual(figures);
    const at = '/screening-figures?fromDay=2026-06-01&toDay=2026-06-30';
    expect(bodyOf(await nurse().get<Figures>(at))).toEqual(figures);
    const raw = readableOf(await rows('screeningEntries').find({}).toArray());
    for (const secret of ['赵德福', '13912340009', '152', 'RECHECK', '复测']) expect(raw).not.toContain(secret);
  });

  it('proposes a recheck to a resident, and enrolment after three days', async () => {
    for (const day of ['2026-06-01', '2026-06-02']) {
      server.clock.set(`${day}T04:00:00.000Z`);
      event = bodyOf(await open({ day }), 201);
      bodyOf(await known(HIGH), 201);
    }
    server.clock.set(TEST_NOW);
    event = bodyOf(await open(), 201);
    const third = bodyOf(await known(HIGH), 201);
    expect(third.results[0]?.class).toBe('DIAGNOSE');
    expect((await tasks()).map(({ kind, programme, dueDay }) => [kind, programme, dueDay])).toEqual([
      ['enrol', 'HTN', '2026-06-04'],
      ['recheck', 'HTN', '2026-06-15'],
      ['recheck', 'HTN', '2026-06-16'],
    ]);
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId });
    expect(actions).toContain('screening.addEntry');
  });

  it('asks at once for what is dangerous, also of somebody in the programme, and for nothing else', async () => {
    await rows('enrolments').insertOne({
      _id: `enrolment-${person.residentId}`,
      residentId: person.residentId,
      programme: 'HTN',
      kind: 'managed',
      open: true,
    });
    bodyOf(await known(HIGH), 201);
    expect(await tasks()).toEqual([]);
    const severe = bodyOf(await known({ sbp: 186, dbp: 100 }), 201);
    expect(severe.results).toMatchObject([{ class: 'SCREEN_SEVERE', urgent: true, grade: 3 }]);
    expect(await tasks()).toMatchObject([{ kind: 'recheck', urgent: true, dueDay: '2026-06-04', source: 'screening' }]);
  });

  it('makes the task after a crash in between', async () => {
    const { id } = bodyOf(await known(HIGH), 201);
    await rows('tasks').deleteMany({});
    await rows('screeningEntries').updateOne({ _id: id }, { $set: { owes: true } });
    server.clock.advanceMinutes(1);
    await finishOwed(server.deps);
    await finishOwed(server.deps);
    expect(await tasks()).toHaveLength(1);
  });

  it('keeps one entry, however often it is sent', async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => add({ values: HIGH }, nurse(), 'same')));
    expect(new Set(same.map((made) => bodyOf(made, 201).id)).size).toBe(1);
    expect(outcomeOf(await add({ values: { sbp: 120, dbp: 80 } }, nurse(), 'same'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const events = await Promise.all(Array.from({ length: 5 }, () => open({}, nurse(), 'once')));
    expect(new Set(events.map((made) => bodyOf(made, 201).id)).size).toBe(1);
  });

  it('is open from its day on for a week', async () => {
    const coming = bodyOf(await open({ day: '2026-06-10' }), 201);
    expect(coming.open).toBe(false);
    expect(outcomeOf(await add({ values: HIGH }, nurse(), undefined, coming.id))).toBe('409 STATE_CONFLICT');
    server.clock.set('2026-06-11T04:00:00.000Z');
    expect(outcomeOf(await add({ values: HIGH }))).toBe('201');
    server.clock.set('2026-06-12T04:00:00.000Z');
    expect(outcomeOf(await add({ values: HIGH }))).toBe('409 STATE_CONFLICT');
  });

  it('lists events and entries page by page, the last first', async () => {
    bodyOf(await add({ age: 41, values: HIGH }), 201);
    server.clock.advanceMinutes(1);
    bodyOf(await add({ age: 42, values: HIGH }), 201);
    type Page = { items: ScreeningEntry[]; nextCursor: string | null };
    const at = `/screening-events/${event.id}/entries?limit=1`;
    const first = bodyOf(await nurse().get<Page>(at));
    expect(first.items.map(({ age }) => age)).toEqual([42]);
    const second = bodyOf(await nurse().get<Page>(`${at}&cursor=${encodeURIComponent(first.nextCursor ?? '')}`));
    expect([second.items.map(({ age }) => age), second.nextCursor]).toEqual([[41], null]);
    expect(faultsOf(await nurse().get(`${at}&cursor=x`))).toEqual(['query.cursor CURSOR']);
    bodyOf(await open({ day: '2026-06-05' }), 201);
    const events = bodyOf(
      await nurse().get<{ items: ScreeningEvent[]; nextCursor: string }>('/screening-events?limit=1'),
    );
    expect(events.items.map(({ day }) => day)).toEqual(['2026-06-05']);
    const next = await nurse().get<{ items: ScreeningEvent[] }>(
      `/screening-events?limit=1&cursor=${encodeURIComponent(events.nextCursor)}`,
    );
    expect(bodyOf(next).items.map(({ day }) => day)).toEqual(['2026-06-04']);
    expect(faultsOf(await nurse().get('/screening-events?cursor=x'))).toEqual(['query.cursor CURSOR']);
    expect(faultsOf(await nurse().get('/screening-candidates?cursor=x'))).toEqual(['query.cursor CURSOR']);
  });
});

describe('somebody unknown who may be ill', () => {
  it('is called, and linked to a record with the tasks that follow', async () => {
    const { id, rev } = bodyOf(await add({ name: '赵德福', phone: '13912340009', values: HIGH }), 201);
    expect(await candidates()).toMatchObject([{ id, fullName: '赵德福', phone: '13912340009', place: '桂花里广场' }]);
    const raced = await Promise.all([1, 2, 3].map(() => act(id, 'link', { rev, residentId: person.residentId })));
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 2 });
    expect(await tasks()).toMatchObject([{ kind: 'recheck', sourceId: id }]);
    expect(await candidates()).toEqual([]);
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId });
    expect(actions).toContain('screening.link');
  });

  it('leaves the list when somebody says what came of it', async () => {
    const { id, rev } = bodyOf(await add({ values: HIGH }), 201);
    expect(faultsOf(await act(id, 'outcome', { rev, words: ' ' }))).toEqual(['body.words EMPTY']);
    expect(bodyOf(await act(id, 'outcome', { rev, words: '外地人，已在老家看病' })).candidate).toBe('settled');
    expect(outcomeOf(await act(id, 'outcome', { rev: rev + 1, words: '再来一次' }))).toBe('409 STATE_CONFLICT');
    expect(await candidates()).toEqual([]);
  });
});

describe('taking an entry back', () => {
  it('is possible for a day to whoever put it down, with its tasks', async () => {
    const { id, rev } = bodyOf(await known(HIGH), 201);
    expect(outcomeOf(await act(id, 'withdrawal', { rev }, nurse('another')))).toBe('409 STATE_CONFLICT');
    expect(bodyOf(await act(id, 'withdrawal', { rev })).status).toBe('withdrawn');
    expect(await tasks()).toMatchObject([{ status: 'declined' }]);
    expect(outcomeOf(await act(id, 'withdrawal', { rev: rev + 1 }))).toBe('409 STATE_CONFLICT');
    const other = bodyOf(await add({ values: HIGH }), 201);
    server.clock.advanceMinutes(24 * 60);
    expect(outcomeOf(await act(other.id, 'withdrawal', { rev: 0 }))).toBe('409 STATE_CONFLICT');
  });
});

describe('what is refused', () => {
  it('names each bad field', async () => {
    const faults = async (body: object): Promise<string[]> => faultsOf(await add(body));
    expect(await faults({ values: {} })).toEqual(['body.values.sbp MISSING']);
    expect(await faults({ values: { sbp: 150 } })).toEqual(['body.values.dbp MISSING']);
    expect(await faults({ values: { sbp: 80, dbp: 90 } })).toEqual(['body.values.dbp NOT_BELOW']);
    expect(await faults({ values: { fpg: 99 } })).toEqual(['body.values.fpg TOO_HIGH']);
    expect(await faults({ values: { ...HIGH, bmi: 24 } })).toEqual(['body.values.bmi UNKNOWN_FIELD']);
    expect(await faults({ values: HIGH, age: undefined })).toEqual(['body.age EMPTY']);
    expect(await faults({ values: HIGH, sex: undefined })).toEqual(['body.sex EMPTY']);
    expect(await faults({ values: HIGH, age: 131 })).toEqual(['body.age TOO_LARGE']);
    expect(await faults({ values: HIGH, name: '赵1' })).toEqual(['body.name NAME']);
    expect(await faults({ values: HIGH, phone: '12' })).toEqual(['body.phone PHONE']);
    expect(faultsOf(await add({ values: HIGH }, nurse(), null))).toEqual(['header.Idempotency-Key MISSING']);
    expect(faultsOf(await open({ place: '' }))).toEqual(['body.place EMPTY']);
    expect(faultsOf(await open({ crew: '长'.repeat(101) }))).toEqual(['body.crew TOO_LONG']);
    expect(faultsOf(await open({ day: '2026-05-27' }))).toEqual(['body.day DAY']);
    expect(faultsOf(await open({ day: '2026-09-03' }))).toEqual(['body.day DAY']);
    const at = '/screening-figures?fromDay=2026-06-02&toDay=2026-06-01';
    expect(faultsOf(await nurse().get(at))).toEqual(['query.toDay DAY_ORDER']);
  });

  it('is what others ask, and what is not there', async () => {
    const { id } = bodyOf(await add({ values: HIGH }), 201);
    const asks: ((caller: Caller) => Promise<Answer<unknown>>)[] = [
      (caller) => open({}, caller),
      (caller) => caller.get('/screening-events'),
      (caller) => caller.get(`/screening-events/${event.id}`),
      (caller) => add({ values: HIGH }, caller),
      (caller) => caller.get(`/screening-events/${event.id}/entries`),
      (caller) => caller.get('/screening-candidates'),
      (caller) => act(id, 'link', { rev: 0, residentId: person.residentId }, caller),
      (caller) => act(id, 'outcome', { rev: 0, words: '看过了' }, caller),
      (caller) => act(id, 'withdrawal', { rev: 0 }, caller),
      (caller) => caller.get('/screening-figures?fromDay=2026-06-01&toDay=2026-06-02'),
    ];
    for (const ask of asks) {
      expect(outcomeOf(await ask(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await ask(person.caller))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await ask(staffCaller(server, ['desk'])))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await nurse().get(`/screening-events/${MISSING}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await nurse().get(`/screening-events/${MISSING}/entries`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await add({ values: HIGH }, nurse(), undefined, MISSING))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await add({ residentId: MISSING, values: HIGH }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await act(MISSING, 'outcome', { rev: 0, words: '看过了' }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await act(id, 'link', { rev: 0, residentId: MISSING }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await act(MISSING, 'withdrawal', { rev: 0 }))).toBe('404 NOT_FOUND');
  });
});
