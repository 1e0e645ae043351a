import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CentreSettings, ServiceSettings } from '@linkang/shared/api/settings';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { signInResident } from '../support/builders';
import { staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let director: Caller;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  director = staffCaller(server, ['director']);
  anyone = new Caller(server.baseUrl);
});
afterAll(() => server.stop());

const readCentre = async () => bodyOf(await director.get<{ centre: CentreSettings }>('/settings/centre'));
const readServices = async () => bodyOf(await director.get<{ services: ServiceSettings[] }>('/settings/services'));
const booking = { releaseTime: '08:00', releaseDaysAhead: 7, quotasOpen: { dayBeforeTime: '15:00' } };

describe('refuses faults', () => {
  it.each([
    [{ name: ' ' }, ['body.centre.name EMPTY']],
    [{ shortName: 'x'.repeat(13) }, ['body.centre.shortName TOO_LONG']],
    [{ address: '' }, ['body.centre.address EMPTY']],
    [{ phone: 'call us' }, ['body.centre.phone PHONE']],
    [
      { morePhones: [{ label: '', phone: '1' }] },
      ['body.centre.morePhones.0.label EMPTY', 'body.centre.morePhones.0.phone PHONE'],
    ],
    [{ morePhones: Array(9).fill({ label: '急诊', phone: '120' }) }, ['body.centre.morePhones TOO_MANY']],
    [{ hours: 'x'.repeat(121) }, ['body.centre.hours TOO_LONG']],
    [{ notes: [''] }, ['body.centre.notes.0 EMPTY']],
    [
      { location: { latitude: 91, longitude: 'east' } },
      ['body.centre.location.latitude RANGE', 'body.centre.location.longitude RANGE'],
    ],
    [{ fax: '1' }, ['body.centre TYPE']],
  ])('of the centre in %j', async (changes, faults) => {
    const { centre } = await readCentre();
    const answer = await director.put('/settings/centre', { rev: 0, centre: { ...centre, ...changes } });
    expect([answer.status, faultsOf(answer)]).toEqual([400, faults]);
  });

  it.each([
    [{ code: 'Gp' }, ['body.services.0.code SERVICE_CODE']],
    [{ code: 'lecture' }, ['body.services.0.code SERVICE_CODE']],
    [{ code: 'tcm' }, ['body.services REPEATED']],
    [{ name: '' }, ['body.services.0.name EMPTY']],
    [{ summary: 'x'.repeat(121) }, ['body.services.0.summary TOO_LONG']],
    [{ department: '' }, ['body.services.0.department EMPTY']],
    [{ channels: [] }, ['body.services.0.channels CHANNEL']],
    [{ channels: ['fax'] }, ['body.services.0.channels.0 CHANNEL']],
    [{ enabled: 'yes' }, ['body.services.0.enabled TYPE']],
    [{ seatTimes: 'none' }, ['body.services.0.seatTimes TYPE']],
    [{ lastBookMinutesBefore: -1 }, ['body.services.0.lastBookMinutesBefore RANGE']],
    [{ cancelDayBeforeTime: '17:00' }, ['body.services.0.cancelMinutesBefore CANCEL_RULE']],
    [{ cancelMinutesBefore: null, cancelDayBeforeTime: '25:00' }, ['body.services.0.cancelDayBeforeTime TIME']],
    [{ cancelMinutesBefore: 10_081 }, ['body.services.0.cancelMinutesBefore RANGE']],
    [{ minAge: 60 }, ['body.services.0.ageBasis AGE_BASIS']],
    [{ minAge: 0, ageBasis: 'exactDate' }, ['body.services.0.minAge RANGE']],
    [{ oncePerYear: 1 }, ['body.services.0.oncePerYear TYPE']],
    [{ preparation: Array(13).fill('空腹') }, ['body.services.0.preparation TOO_MANY']],
  ])('of a service in %j', async (changes, faults) => {
    const { services } = await readServices();
    const next = [{ ...services[0], ...changes }, ...services.slice(1)];
    const answer = await director.put('/settings/services', { rev: 0, services: next });
    expect([answer.status, faultsOf(answer)]).toEqual([400, faults]);
  });

  it.each([
    [{ releaseTime: '7:00' }, ['body.booking.releaseTime TIME']],
    [{ releaseDaysAhead: 0 }, ['body.booking.releaseDaysAhead RANGE']],
    [{ quotasOpen: { dayBeforeTime: '' } }, ['body.booking.quotasOpen.dayBeforeTime TIME']],
  ])('of the rules of booking in %j', async (changes, faults) => {
    const answer = await director.put('/settings/booking', { rev: 0, booking: { ...booking, ...changes } });
    expect([answer.status, faultsOf(answer)]).toEqual([400, faults]);
  });
});

describe('who may', () => {
  const calls = async (caller: Caller) => [
    await caller.get('/settings/centre'),
    await caller.put('/settings/centre', { rev: 0 }),
    await caller.get('/settings/services'),
    await caller.put('/settings/services', { rev: 0 }),
    await caller.get('/settings/booking'),
    await caller.put('/settings/booking', { rev: 0, booking }),
    await caller.get('/settings/packages'),
    await caller.put('/settings/packages', { rev: 0 }),
    await caller.get('/settings/centre/history'),
  ];

  it.each(['doctor', 'nurse', 'desk', 'editor'] as PolicyRole[])('not %s', async (role) => {
    expect((await calls(staffCaller(server, [role]))).map(outcomeOf)).toEqual(Array(9).fill('403 FORBIDDEN'));
  });

  it('neither residents nor strangers, but the administrator', async () => {
    const { caller } = await signInResident(server, 'ok-someone');
    expect((await calls(caller)).map(outcomeOf)).toEqual(Array(9).fill('403 FORBIDDEN'));
    expect((await calls(anyone)).map(outcomeOf)).toEqual(Array(9).fill('401 AUTH_REQUIRED'));
    const bad = '400 VALIDATION_FAILED';
    expect((await calls(staffCaller(server, ['admin']))).map(outcomeOf)).toEqual([
      '200',
      bad,
      '200',
      bad,
      '200',
      '200',
      '200',
      bad,
      '200',
    ]);
  });
});
