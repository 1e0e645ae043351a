import { limitsPlace } from '@linkang/server/modules/measurement/limits.model';
import type { Measurement, MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { errorCatalogue } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { readableOf } from '../support/at-rest';
import { auditRows, seeTrail } from '../support/audits';
import { buildCitizen, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { buildReading, enter } from '../support/measurements';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let person: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { name: '王秀英' });
});
afterAll(() => server.stop());

type Seen = CallReply<MeasurementRoutes['list']>;
type Lines = CallReply<MeasurementRoutes['limits']>;

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const minutesAgo = (minutes: number): string => new Date(Date.parse(TEST_NOW) - minutes * 60_000).toISOString();
const daysAgo = (days: number): string => minutesAgo(days * 24 * 60);
const at = (id = person.residentId): string => `/residents/${id}/measurements`;
const see = (query = 'kind=bloodPressure&fromDay=2026-05-01&toDay=2026-06-04', caller = person.caller) =>
  caller.get<Seen>(`${at()}?${query}`);
const seen = async (query?: string, caller?: Caller): Promise<Seen> => bodyOf(await see(query, caller));
const enrol = (programme: string): Promise<unknown> =>
  rows('enrolments').insertOne({
    _id: `enrolment-${programme}-${person.residentId}`,
    residentId: person.residentId,
    programme,
    kind: 'managed',
    status: 'active',
    open: true,
    sinceDay: '2026-01-01',
    enrolledBy: 'doctor-1',
    doctorId: 'doctor-1',
    teamId: null,
    nextDueDay: null,
    rev: 0,
  });

describe('putting down a reading', () => {
  it('says what it means, and keeps the values sealed', async () => {
    const high = bodyOf(await enter(person, { values: { sbp: 150, dbp: 88, pulse: 72 }, note: '早饭前' }), 201);
    expect(high).toMatchObject({
      kind: 'bloodPressure',
      values: { sbp: 150, dbp: 88, pulse: 72 },
      day: '2026-06-04',
      note: '早饭前',
      enteredAs: 'self',
      status: 'kept',
      meaning: { level: 'watch', ruleId: 'BP7' },
      seen: null,
      can: { withdraw: true, restore: false },
    });
    expect(high.meaning.when120).toContain('马上打120');
    const raw = readableOf(await rows('measurements').findOne({ _id: high.id }));
    for (const secret of ['150', '早饭前', 'BP7', '偏高']) expect(raw).not.toContain(secret);
  });

  it.each([
    ['glucose', { glucose: 7.2, moment: 'fasting' }, 'watch GL4'],
    ['weight', { weight: 61.5 }, 'normal WT1'],
    ['temperature', { tempC: 39.2 }, 'urgent TP1'],
  ])('takes %s', async (kind, values, said) => {
    const { meaning } = bodyOf(await enter(person, { kind, values }), 201);
    expect(`${meaning.level} ${meaning.ruleId}`).toBe(said);
  });

  it('judges by the programmes of the person, and says nothing of others', async () => {
    const values = { glucose: 6.5, moment: 'fasting' };
    const before = bodyOf(await enter(person, { kind: 'glucose', values }), 201);
    await enrol('T2DM');
    await enrol('SMI');
    const after = bodyOf(await enter(person, { kind: 'glucose', values, takenAt: minutesAgo(1) }), 201);
    expect([before.meaning.ruleId, after.meaning.ruleId]).toEqual(['GL4', 'GL6']);
    const list = await seen('kind=glucose&fromDay=2026-06-01&toDay=2026-06-04');
    expect(list.facts).toEqual({ hasT2DM: true });
    expect(list.limits).toMatchObject({ fastingLimit: 7, sbpLimit: 135 });
    expect(JSON.stringify(list)).not.toMatch(/SMI|精神/);
  });

  it('names each bad field', async () => {
    const faults = async (body: Record<string, unknown>): Promise<string[]> => faultsOf(await enter(person, body));
    expect(await faults({ kind: 'mood' })).toEqual(['body.kind UNKNOWN']);
    expect(await faults({ values: { sbp: 126 } })).toEqual(['body.values.dbp MISSING']);
    expect(await faults({ values: { sbp: 20, dbp: 400 } })).toEqual([
      'body.values.sbp TOO_LOW',
      'body.values.dbp TOO_HIGH',
    ]);
    expect(await faults({ values: { sbp: 80, dbp: 120 } })).toEqual(['body.values.dbp NOT_BELOW']);
    expect(await faults({ values: { sbp: 126.5, dbp: 78 } })).toEqual(['body.values.sbp TOO_PRECISE']);
    expect(await faults({ values: { sbp: 126, dbp: 78, weight: 60 } })).toEqual(['body.values.weight UNKNOWN_FIELD']);
    expect(await faults({ values: { sbp: 126, dbp: 78, dangerSigns: ['头疼'] } })).toEqual([
      'body.values.dangerSigns UNKNOWN_OPTION',
    ]);
    expect(await faults({ takenAt: '2026-06-04' })).toEqual(['body.takenAt INSTANT']);
    expect(await faults({ takenAt: minutesAgo(-30) })).toEqual(['body.takenAt FUTURE']);
    expect(await faults({ takenAt: daysAgo(8) })).toEqual(['body.takenAt TOO_OLD']);
    expect(await faults({ note: ' ' })).toEqual(['body.note EMPTY']);
    expect(await faults({ note: '长'.repeat(101) })).toEqual(['body.note TOO_LONG']);
    expect(faultsOf(await enter(person, {}, person.caller, null))).toEqual(['header.Idempotency-Key MISSING']);
    expect(outcomeOf(await enter(person, { takenAt: daysAgo(7) }))).toBe('201');
  });

  it('is for the person, a relative who may see the file, and staff with a ground', async () => {
    const stranger = await buildCitizen(server);
    expect(outcomeOf(await enter(person, {}, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await enter(person, {}, staffCaller(server, ['editor'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await enter(person, {}, staffCaller(server, ['doctor'])))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await enter(person, {}, stranger.caller))).toBe('404 NOT_FOUND');
    expect(sameBody(await stranger.caller.post(at(), buildReading()))).toEqual(
      sameBody(await stranger.caller.post(at(MISSING), buildReading())),
    );
    const [booker, reader] = [await buildCitizen(server), await buildCitizen(server)];
    await buildProxy(server, booker, person, { scopes: ['book'] });
    await buildProxy(server, reader, person, { scopes: ['record'] });
    expect(outcomeOf(await enter(person, {}, booker.caller))).toBe('403 PROXY_SCOPE_MISSING');
    expect(outcomeOf(await see(undefined, booker.caller))).toBe('403 PROXY_SCOPE_MISSING');
    expect(bodyOf(await enter(person, {}, reader.caller), 201).enteredAs).toBe('relative');
    expect((await seeTrail(person)).items.map(({ action }) => action)).toContain('measurement.create');
    await putAtCounter(server, 'nurse-1', person.residentId);
    const nurse = staffCaller(server, ['nurse'], 'nurse-1');
    expect(bodyOf(await enter(person, { takenAt: minutesAgo(2) }, nurse), 201).enteredAs).toBe('staff');
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId, staffId: 'nurse-1' });
    expect(actions).toContain('measurement.create');
  });

  it('keeps one, however often it is sent, also long after', async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => enter(person, {}, person.caller, 'same')));
    expect(new Set(same.map((made) => bodyOf(made, 201).id)).size).toBe(1);
    expect(outcomeOf(await enter(person, { values: { sbp: 130, dbp: 80 } }, person.caller, 'same'))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
    expect(outcomeOf(await enter(person))).toBe('409 STATE_CONFLICT');
    const raced = await Promise.all(Array.from({ length: 6 }, () => enter(person, { takenAt: minutesAgo(5) })));
    expect(countOutcomes(raced)).toEqual({ '201': 1, '409 STATE_CONFLICT': 5 });
    expect((await seen()).items).toHaveLength(2);
  });
});

describe('reading what was put down', () => {
  it('gives the days that were asked for, with the mean and the trend', async () => {
    for (let day = 0; day < 6; day += 1)
      bodyOf(await enter(person, { takenAt: daysAgo(day), values: { sbp: 140 + day, dbp: 80 } }), 201);
    bodyOf(await enter(person, { kind: 'weight', values: { weight: 60 } }), 201);
    const list = await seen();
    expect(list.items.map(({ values }) => values['sbp'])).toEqual([140, 141, 142, 143, 144, 145]);
    expect(list.week).toMatchObject({ outcome: 'mean', days: 6, means: { sbp: 143, dbp: 80 } });
    expect(list.week).toMatchObject({ alert: { level: 'tellDoctor' } });
    expect(list.told).toBeNull();
    expect((await seen('kind=bloodPressure&fromDay=2026-06-02&toDay=2026-06-03')).items).toHaveLength(2);
    expect(await seen('kind=weight&fromDay=2026-06-01&toDay=2026-06-04')).toMatchObject({ week: null, trends: [] });
  });

  it('says where a value goes, against the four weeks before', async () => {
    server.clock.set(daysAgo(20));
    for (let day = 0; day < 6; day += 1)
      bodyOf(await enter(person, { takenAt: daysAgo(20 + day), values: { sbp: 128 + (day % 2), dbp: 80 } }), 201);
    server.clock.set(TEST_NOW);
    for (let day = 0; day < 6; day += 1)
      bodyOf(await enter(person, { takenAt: daysAgo(day), values: { sbp: 150, dbp: 80 } }), 201);
    const { trends } = await seen();
    expect(trends.map(({ field, direction }) => `${field} ${direction}`)).toEqual(['sbp rising', 'dbp steady']);
  });

  it('gives the last thirty days of blood pressure where nothing is named', async () => {
    bodyOf(await enter(person), 201);
    bodyOf(await enter(person, { kind: 'weight', values: { weight: 60 } }), 201);
    expect(bodyOf(await person.caller.get<Seen>(at())).items.map(({ kind }) => kind)).toEqual(['bloodPressure']);
    expect(faultsOf(await see('fromDay=2026-06-01'))).toEqual(['query.toDay EMPTY']);
  });

  it('names each bad part of the question', async () => {
    expect(faultsOf(await see('kind=x&fromDay=2026-06-01&toDay=2026-06-04'))).toEqual(['query.kind UNKNOWN']);
    expect(faultsOf(await see('kind=weight&fromDay=1&toDay=2026-06-04'))).toEqual(['query.fromDay DAY']);
    expect(faultsOf(await see('kind=weight&fromDay=2026-06-01&toDay=1'))).toEqual(['query.toDay DAY']);
    expect(faultsOf(await see('kind=weight&fromDay=2026-06-02&toDay=2026-06-01'))).toEqual(['query.toDay DAY_ORDER']);
    expect(faultsOf(await see('kind=weight&fromDay=2026-01-01&toDay=2026-06-01'))).toEqual(['query.toDay TOO_MANY']);
  });

  it('is refused without a ground, and found by nobody else', async () => {
    const stranger = await buildCitizen(server);
    expect(outcomeOf(await see(undefined, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await see(undefined, stranger.caller))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await see(undefined, staffCaller(server, ['desk'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await see(undefined, staffCaller(server, ['doctor'])))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await see(undefined, staffCaller(server, ['director'], 'director-1')))).toBe('200');
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId });
    expect(actions).toContain('measurement.list');
  });
});

describe('taking a reading back', () => {
  const back = ({ id, rev }: Measurement, caller = person.caller): Promise<Answer<Measurement>> =>
    caller.post<Measurement>(`/measurements/${id}/withdrawal`, { rev });

  it('is possible for a day to whoever put it down, and it stays as taken back', async () => {
    const made = bodyOf(await enter(person), 201);
    const reader = await buildCitizen(server);
    await buildProxy(server, reader, person, { scopes: ['record'] });
    expect(outcomeOf(await back(made, reader.caller))).toBe('409 STATE_CONFLICT');
    const raced = await Promise.all([back(made), back(made)]);
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    expect((await seen()).items).toMatchObject([
      { id: made.id, status: 'withdrawn', can: { withdraw: false, restore: true } },
    ]);
    // The right one can be put down for the same instant.
    const right = bodyOf(await enter(person, { values: { sbp: 128, dbp: 80 } }), 201);
    server.clock.advanceMinutes(24 * 60);
    expect(outcomeOf(await back(right))).toBe('409 STATE_CONFLICT');
  });

  it('can be undone by the same account within the day, unless the right one stands in its place', async () => {
    const again = ({ id, rev }: Measurement, caller = person.caller): Promise<Answer<Measurement>> =>
      caller.post<Measurement>(`/measurements/${id}/restoration`, { rev });
    const made = bodyOf(await enter(person), 201);
    expect(outcomeOf(await again(made))).toBe('409 STATE_CONFLICT');
    const gone = bodyOf(await back(made));
    expect(gone).toMatchObject({ status: 'withdrawn', can: { withdraw: false, restore: true } });
    const reader = await buildCitizen(server);
    await buildProxy(server, reader, person, { scopes: ['record'] });
    expect(outcomeOf(await again(gone, reader.caller))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await again(gone, (await buildCitizen(server)).caller))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await again(gone, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(faultsOf(await person.caller.post(`/measurements/${gone.id}/restoration`, {}))).toEqual([
      'body.rev MISSING',
    ]);
    const raced = await Promise.all([again(gone), again(gone)]);
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    const [kept] = (await seen()).items;
    expect(kept).toMatchObject({ id: made.id, status: 'kept', values: made.values, can: { withdraw: true } });
    const anew = bodyOf(await back(kept as Measurement));
    expect((await again(made)).body).toMatchObject({ detail: errorCatalogue.STATE_CONFLICT.detail });
    bodyOf(await enter(person, { values: { sbp: 128, dbp: 80 } }), 201);
    const taken = await again(anew);
    expect(outcomeOf(taken)).toBe('409 STATE_CONFLICT');
    expect(taken.body).toMatchObject({ detail: expect.stringContaining('已经有一次读数') as string });
    server.clock.advanceMinutes(24 * 60);
    expect(outcomeOf(await again(anew))).toBe('409 STATE_CONFLICT');
  });

  it('is refused to others, and without a revision', async () => {
    const made = bodyOf(await enter(person), 201);
    const stranger = await buildCitizen(server);
    expect(outcomeOf(await back(made, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await back(made, stranger.caller))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await back({ ...made, id: MISSING }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await back(made, staffCaller(server, ['doctor'])))).toBe('403 ACCESS_LIMITED');
    expect(faultsOf(await person.caller.post(`/measurements/${made.id}/withdrawal`, {}))).toEqual(['body.rev MISSING']);
  });
});

describe('lines of a person', () => {
  const lines = (caller = staffCaller(server, ['director'], 'director-1')) =>
    caller.get<Lines>(`/residents/${person.residentId}/measurement-limits`);
  const save = (body: object, caller = staffCaller(server, ['director'], 'director-1')) =>
    caller.put<Lines>(`/residents/${person.residentId}/measurement-limits`, {
      rev: 0,
      limits: { sbpLimit: 150, dbpLimit: 90 },
      reason: '高龄，放宽一些',
      ...body,
    });

  it('are set by a doctor within the bounds, and the history stays', async () => {
    expect(bodyOf(await lines())).toMatchObject({ rev: 0, history: [] });
    expect(bodyOf(await lines()).items.map(({ field }) => field)).toEqual([
      'sbpLimit',
      'dbpLimit',
      'fastingLimit',
      'otherLimit',
    ]);
    const saved = bodyOf(await save({}));
    expect(saved.items[0]).toMatchObject({
      field: 'sbpLimit',
      value: 150,
      standard: 135,
      own: true,
      min: 110,
      max: 160,
    });
    expect(saved.history).toMatchObject([
      { at: TEST_NOW, reason: '高龄，放宽一些', limits: { sbpLimit: 150, dbpLimit: 90 } },
    ]);
    expect(bodyOf(await enter(person, { values: { sbp: 145, dbp: 85 } }), 201).meaning.ruleId).toBe('BP8');
    expect(bodyOf(await save({ rev: 1, limits: {} })).items[0]).toMatchObject({ value: 135, own: false });
    const raced = await Promise.all([save({ rev: 2 }), save({ rev: 2 }), save({ rev: 1 })]);
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 2 });
    const [row] = await rows('measurementLimits').find({ residentId: person.residentId }).toArray();
    expect(readableOf(row)).not.toContain('150');
    expect(server.deps.keyring.decrypt(row?.['reason'] as never, limitsPlace('reason', String(row?._id)))).toBe(
      '高龄，放宽一些',
    );
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId });
    expect(actions).toEqual(expect.arrayContaining(['measurement.limits', 'measurement.saveLimits']));
  });

  it('are refused out of bounds, and to others', async () => {
    expect(faultsOf(await save({ limits: { sbpLimit: 200 } }))).toEqual(['body.limits.sbpLimit TOO_HIGH']);
    expect(faultsOf(await save({ limits: { mood: 1 } }))).toEqual(['body.limits.mood UNKNOWN_FIELD']);
    expect(faultsOf(await save({ reason: '' }))).toEqual(['body.reason EMPTY']);
    expect(faultsOf(await save({ rev: -1 }))).toEqual(['body.rev TOO_SMALL']);
    expect(outcomeOf(await save({}, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await save({}, person.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await save({}, staffCaller(server, ['nurse'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await save({}, staffCaller(server, ['doctor'])))).toBe('403 ACCESS_LIMITED');
    const director = staffCaller(server, ['director']);
    expect(outcomeOf(await director.get(`/residents/${MISSING}/measurement-limits`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await lines(person.caller))).toBe('403 FORBIDDEN');
  });
});
