import { loadConfigParts } from '@linkang/server/platform/config';
import { followConfig } from '@linkang/server/platform/live-config';
import type { Service } from '@linkang/shared/api/centre.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import type { CentreSettings, ServiceSettings, SettingChange } from '@linkang/shared/api/settings';
import pino from 'pino';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInStaff } from '../support/builders';
import { book, buildCitizen, buildSessionBody, cancel, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { eventually } from '../support/poll';
import { startServer, type TestServer } from '../support/server';

interface State {
  rev: number;
  updatedAt: string | null;
  updatedByName: string | null;
}

let server: TestServer;
let director: Caller;
let anyone: Caller;

beforeEach(async () => {
  server = await startServer({ limits: false });
  director = staffCaller(server, ['director']);
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.stop());

const readCentre = async () => bodyOf(await director.get<State & { centre: CentreSettings }>('/settings/centre'));
const readServices = async () =>
  bodyOf(await director.get<State & { services: ServiceSettings[] }>('/settings/services'));
const listServices = async () => bodyOf(await anyone.get<{ items: Service[] }>('/services')).items;
const booking = { releaseTime: '08:00', releaseDaysAhead: 7, quotasOpen: { dayBeforeTime: '15:00' } };

async function changeService(code: string, changes: Partial<ServiceSettings>): Promise<void> {
  const { rev, services } = await readServices();
  const changed = services.map((row) => (row.code === code ? { ...row, ...changes } : row));
  bodyOf(await director.put('/settings/services', { rev, services: changed }));
}

describe('the centre', () => {
  it('comes from the files until it is saved, then everybody sees the saved one', async () => {
    const before = await readCentre();
    expect(before).toEqual({
      rev: 0,
      updatedAt: null,
      updatedByName: null,
      centre: loadConfigParts(server.deps.env.configDir).centre,
    });
    const centre = {
      ...before.centre,
      shortName: '东湖',
      morePhones: [{ label: '急诊', phone: '120' }],
      notes: ['请走东门'],
    };
    const { caller } = await signInStaff(server, ['admin']);
    const saved = bodyOf(await caller.put<State>('/settings/centre', { rev: 0, centre }));
    expect(saved).toMatchObject({ rev: 1, updatedAt: server.clock.now().toISOString(), centre });
    expect(saved.updatedByName).toEqual(expect.stringMatching(/./));
    const { areaCode: _area, population: _population, level: _level, ...shown } = centre;
    expect((await anyone.get('/centre')).body).toMatchObject(shown);
    expect((await readCentre()).rev).toBe(1);
  });

  it('lets one of two editors in who start from the same state', async () => {
    const { centre } = await readCentre();
    const saves = ['甲', '乙', '丙'].map((shortName) =>
      director.put('/settings/centre', { rev: 0, centre: { ...centre, shortName } }),
    );
    expect(countOutcomes(await Promise.all(saves))).toEqual({ 200: 1, '409 STATE_CONFLICT': 2 });
    expect((await readCentre()).rev).toBe(1);
    expect(outcomeOf(await director.put('/settings/centre', { rev: 7, centre }))).toBe('409 STATE_CONFLICT');
  });

  it('keeps who changed what, and from what', async () => {
    const { centre } = await readCentre();
    const { caller } = await signInStaff(server, ['director']);
    bodyOf(await caller.put('/settings/centre', { rev: 0, centre: { ...centre, hours: '每天 8:00–12:00' } }));
    bodyOf(await director.put('/settings/centre', { rev: 1, centre }));
    const { items } = bodyOf(await director.get<{ items: SettingChange[] }>('/settings/centre/history'));
    expect(items.map(({ rev, before, after }) => [rev, before, after])).toEqual([
      [2, { ...centre, hours: '每天 8:00–12:00' }, centre],
      [1, centre, { ...centre, hours: '每天 8:00–12:00' }],
    ]);
    expect(items[1]?.byName).toEqual(expect.stringMatching(/./));
    expect(faultsOf(await director.get('/settings/nothing/history'))).toEqual(['params.id TYPE']);
  });
});

describe('the services', () => {
  it('are changed, added and taken away; what is not offered is not shown', async () => {
    const { services } = await readServices();
    const eyes = {
      ...(services[0] as ServiceSettings),
      code: 'eyes',
      name: '眼科',
      department: null,
      minAge: 50,
      ageBasis: 'exactDate',
    };
    const kept = services.filter(({ code }) => code !== 'child');
    const next = [...kept.map((row) => (row.code === 'tcm' ? { ...row, enabled: false } : row)), eyes];
    bodyOf(await director.put('/settings/services', { rev: 0, services: next }));
    const codes = (await listServices()).map(({ code }) => code);
    expect(codes).toEqual(['gp', 'expert', 'physical', 'senior-physical', 'vaccination', 'eyes']);
    expect((await listServices()).at(-1)).toMatchObject({
      rules: { minAge: 50 },
      channels: ['online', 'phone', 'desk'],
    });

    const session = await openSession(server, { serviceCode: 'eyes' });
    const young = await book(await buildCitizen(server, { birthDay: '1980-01-02' }), session.id);
    expect([outcomeOf(young), young.body]).toEqual([
      '422 PHYSICAL_NOT_ELIGIBLE',
      expect.objectContaining({ detail: '这项服务面向50岁及以上的居民，请选择其他服务。' }),
    ]);
    expect(outcomeOf(await book(await buildCitizen(server), session.id))).toBe('201');
  });

  it('can be disabled but not taken away once they have sessions; bookings stay', async () => {
    const session = await openSession(server);
    const citizen = await buildCitizen(server);
    const made = bodyOf(await book(citizen, session.id), 201);
    const { rev, services } = await readServices();
    const without = services.filter(({ code }) => code !== 'gp');
    expect(outcomeOf(await director.put('/settings/services', { rev, services: without }))).toBe('409 SERVICE_IN_USE');
    await changeService('gp', { enabled: false });
    expect(outcomeOf(await book(await buildCitizen(server, { birthDay: '1960-02-03' }), session.id))).toBe(
      '409 BOOKING_SESSION_CLOSED',
    );
    const another = await staffCaller(server, ['desk']).post(
      '/sessions',
      buildSessionBody({ startTime: '13:00', endTime: '14:00' }),
    );
    expect(faultsOf(another)).toEqual(['body.serviceCode UNKNOWN']);
    expect(bodyOf(await citizen.caller.get(`/bookings/${made.id}`))).toMatchObject({ serviceName: '全科门诊' });
    expect(outcomeOf(await cancel(citizen, made.id))).toBe('200');
    const shown = async (caller: Caller) =>
      bodyOf(await caller.get<{ items: Session[] }>('/sessions?fromDay=2026-06-08&toDay=2026-06-08')).items.length;
    expect([await shown(anyone), await shown(director)]).toEqual([0, 1]);
  });

  it('that are not online are refused to residents and open to the desk', async () => {
    const session = await openSession(server);
    const citizen = await buildCitizen(server);
    await changeService('gp', { channels: ['desk'] });
    const refusal = await book(citizen, session.id);
    expect([outcomeOf(refusal), refusal.body]).toEqual([
      '409 BOOKING_SESSION_CLOSED',
      expect.objectContaining({ detail: '这项服务请打电话或到前台预约。' }),
    ]);
    const atDesk = { sessionId: session.id, residentId: citizen.residentId };
    expect(outcomeOf(await staffCaller(server, ['desk']).post('/bookings', atDesk))).toBe('201');
  });

  it('are booked online only until so many minutes before, seat by seat, and shown that way', async () => {
    // Five seats, one every quarter of an hour from 09:00 on; it is 08:40 of the day.
    const session = await openSession(server, { endTime: '10:15' });
    await changeService('gp', { lastBookMinutesBefore: 45 });
    server.clock.set('2026-06-08T00:40:00.000Z');
    const citizen = await buildCitizen(server);
    expect(await seeSession(citizen.caller, session.id)).toMatchObject({ remaining: 3, state: 'open' });
    expect((await seeSession(staffCaller(server, ['desk']), session.id)).remaining).toBe(5);
    expect(bodyOf(await book(citizen, session.id), 201)).toMatchObject({ startTime: '09:30' });
    server.clock.set('2026-06-08T01:16:00.000Z');
    expect(await seeSession(citizen.caller, session.id)).toMatchObject({ remaining: 0, state: 'ended' });
    const late = await buildCitizen(server, { birthDay: '1960-02-03' });
    expect(outcomeOf(await book(late, session.id))).toBe('409 BOOKING_TOO_LATE');
    const atDesk = { sessionId: session.id, residentId: late.residentId };
    expect(outcomeOf(await staffCaller(server, ['desk']).post('/bookings', atDesk))).toBe('201');
  });

  it('with a rule that reaches over midnight count by the day of the seat', async () => {
    const session = await openSession(server, { endTime: '10:15' });
    await changeService('gp', { lastBookMinutesBefore: 1440 });
    server.clock.set('2026-06-07T01:20:00.000Z');
    const citizen = await buildCitizen(server);
    expect((await seeSession(citizen.caller, session.id)).remaining).toBe(3);
    expect(bodyOf(await book(citizen, session.id), 201)).toMatchObject({ startTime: '09:30' });
  });
});

describe('the rules of booking and the packages', () => {
  it('open the kept seats at the hour that was saved', async () => {
    const session = await openSession(server, { quotas: { online: 3, desk: 2, elder: 0 } });
    server.clock.set('2026-06-07T05:00:00.000Z');
    director = staffCaller(server, ['director']);
    expect((await seeSession(anyone, session.id)).remaining).toBe(5);
    expect(bodyOf(await director.put('/settings/booking', { rev: 0, booking }))).toMatchObject({ rev: 1, booking });
    expect((await seeSession(anyone, session.id)).remaining).toBe(3);
    expect(server.deps.config.booking).toMatchObject({ ...booking, maxInFlight: 50 });
    const { items } = bodyOf(await director.get<{ items: SettingChange[] }>('/settings/booking/history'));
    expect(items[0]?.before).toEqual({
      releaseTime: '07:00',
      releaseDaysAhead: 14,
      quotasOpen: { dayBeforeTime: '12:00' },
      reminders: { dayBeforeTime: '15:00', hoursBefore: 2 },
    });
  });

  it('offers a package from the moment it is switched on', async () => {
    type Packages = State & { packages: { code: string; enabled: boolean; priceFen: number }[] };
    const { rev, packages } = bodyOf(await director.get<Packages>('/settings/packages'));
    const next = packages.map((row) =>
      row.code === 'PAID_HTN_PLUS' ? { ...row, enabled: true, priceFen: 9900 } : row,
    );
    expect(bodyOf(await director.put('/settings/packages', { rev, packages: next }))).toMatchObject({ rev: 1 });
    const offered = bodyOf(
      await anyone.get<{ items: { code: string; priceFen: number }[] }>('/service-packages'),
    ).items;
    expect(offered.find(({ code }) => code === 'PAID_HTN_PLUS')?.priceFen).toBe(9900);
    expect(outcomeOf(await director.put('/settings/packages', { rev, packages }))).toBe('409 STATE_CONFLICT');
    const bad = [
      { ...packages[0], enabled: false, priceFen: 1 },
      { ...packages[1], code: 'NONE', forWhom: '' },
    ];
    expect(faultsOf(await director.put('/settings/packages', { rev: 1, packages: bad })).sort()).toEqual([
      'body.packages.0.enabled BASIC_PACKAGE',
      'body.packages.0.priceFen FREE_PACKAGE',
      'body.packages.1.code UNKNOWN',
      'body.packages.1.forWhom EMPTY',
    ]);
    expect(faultsOf(await director.put('/settings/packages', { rev: 1, packages: packages.slice(1) }))).toEqual([
      'body.packages BASIC_PACKAGE',
    ]);
  });
});

describe('another process', () => {
  const follow = (log = pino({ level: 'silent' })) =>
    followConfig(loadConfigParts(server.deps.env.configDir), { ...server.deps, log });

  it('sees a change within the poll, and at its own start', async () => {
    const other = await follow();
    try {
      const { centre } = await readCentre();
      bodyOf(await director.put('/settings/centre', { rev: 0, centre: { ...centre, hours: '全天' } }));
      expect(other.config.centre.hours).toBe(centre.hours);
      await eventually('the other one has read it', () => other.config.centre.hours === '全天', { withinMs: 5000 });
      const later = await follow();
      later.stop();
      expect(later.config.centre.hours).toBe('全天');
    } finally {
      other.stop();
    }
  });

  it('keeps the last good value when a stored one does not fit, and says so', async () => {
    await changeService('gp', { name: '全科' });
    const rows = server.deps.connection.collection('settings');
    await rows.insertOne({
      _id: 'services:000000002' as never,
      part: 'services',
      rev: 2,
      value: [{ code: 'gp' }],
      draft: false,
      by: 'nobody',
      at: server.clock.now(),
    });
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const other = await follow(log);
    other.stop();
    expect(other.config.services[0]?.name).toBe('全科');
    expect(lines.join()).toMatch(/"part":"services","rev":2,.*stored setting does not fit/);
    // The editors start from what holds, and their save puts it right.
    expect(await readServices()).toMatchObject({
      rev: 2,
      services: expect.arrayContaining([expect.objectContaining({ name: '全科' })]),
    });
    await changeService('gp', { name: '全科门诊' });
    expect((await listServices())[0]?.name).toBe('全科门诊');
  });
});
