import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { askToActFor, buildProxy } from '../support/proxies';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let daughter: Citizen;
let mother: Citizen;
let id: string;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterAll(() => server.stop());
beforeEach(async () => {
  daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1985-05-05' });
  mother = await buildCitizen(server, { name: '王秀英', birthDay: '1949-04-08' });
  ({ id } = await buildProxy(server, daughter, mother, { scopes: ['book', 'record'], endsDay: '2026-12-31' }));
});

const narrow = (caller: Caller, body: Record<string, unknown>): Promise<Answer<Proxy>> =>
  caller.post<Proxy>(`/proxies/${id}/narrow`, body);
const rowOf = () =>
  server.deps.connection
    .collection<{ _id: string; scopes: string[]; outbox?: object[] }>('proxies')
    .findOne({ _id: id });
const looks = async () => outcomeOf(await daughter.caller.get(`/residents/${mother.residentId}`));

it('counts for the next request of the relative, and is told to both', async () => {
  expect(await looks()).toBe('200');
  const less = bodyOf(await narrow(mother.caller, { scopes: ['book'], endsDay: '2026-06-30' }));
  expect(less).toMatchObject({ status: 'active', scopes: ['book'], endsDay: '2026-06-30' });
  expect(await looks()).toBe('403 PROXY_SCOPE_MISSING');
  expect(outcomeOf(await daughter.caller.get(`/bookings?residentId=${mother.residentId}`))).toBe('200');
  const me = bodyOf(await daughter.caller.get<{ residents: { id: string; scopes: string[] }[] }>('/me'));
  expect(me.residents.find((person) => person.id === mother.residentId)?.scopes).toEqual(['book']);
  expect((await rowOf())?.outbox).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'proxyNarrowed',
        residentId: mother.residentId,
        accountIds: [daughter.accountId],
      }),
    ]),
  );
  // Once more the same changes nothing.
  expect(bodyOf(await narrow(mother.caller, { scopes: ['book'] })).rev).toBe(less.rev);
});

it('never allows more', async () => {
  expect(faultsOf(await narrow(mother.caller, { scopes: ['book', 'report'] }))).toEqual(['body.scopes WIDER']);
  expect(faultsOf(await narrow(mother.caller, { scopes: ['book'], endsDay: '2027-01-01' }))).toEqual([
    'body.endsDay WIDER',
  ]);
  expect(faultsOf(await narrow(mother.caller, { scopes: ['book'], endsDay: '2026-06-03' }))).toEqual([
    'body.endsDay PAST',
  ]);
  expect(faultsOf(await narrow(mother.caller, { scopes: [] }))).toEqual(['body.scopes EMPTY']);
  expect(outcomeOf(await narrow(mother.caller, {}))).toBe('400 VALIDATION_FAILED');
});

it('is for the person and the desk, which is written down', async () => {
  expect(outcomeOf(await narrow(new Caller(server.baseUrl), { scopes: ['book'] }))).toBe('401 AUTH_REQUIRED');
  for (const { caller } of [daughter, await buildCitizen(server)])
    expect(outcomeOf(await narrow(caller, { scopes: ['book'] }))).toBe('404 NOT_FOUND');
  expect(outcomeOf(await narrow(staffCaller(server, ['doctor']), { scopes: ['book'] }))).toBe('403 FORBIDDEN');
  bodyOf(await narrow(staffCaller(server, ['desk'], 'desk-narrow'), { scopes: ['record'] }));
  const audits = server.deps.connection.collection('audits');
  expect(await audits.findOne({ staffId: 'desk-narrow' })).toMatchObject({
    action: 'proxy.narrow',
    residentId: mother.residentId,
  });
});

it('needs a permission in force', async () => {
  const asked = await askToActFor(server, await buildCitizen(server, { birthDay: '1986-05-05' }), mother);
  const early = await mother.caller.post(`/proxies/${asked.id}/narrow`, { scopes: ['book'] });
  expect(outcomeOf(early)).toBe('409 STATE_CONFLICT');
  bodyOf(await mother.caller.post(`/proxies/${id}/revoke`));
  expect(outcomeOf(await narrow(mother.caller, { scopes: ['book'] }))).toBe('409 STATE_CONFLICT');
});

it('of two who narrow differently at once neither gives back what the other took', async () => {
  const answers = await Promise.all([
    narrow(mother.caller, { scopes: ['book'] }),
    narrow(mother.caller, { scopes: ['record'] }),
  ]);
  const counts = countOutcomes(answers);
  expect(counts['200']).toBe(1);
  expect((await rowOf())?.scopes).toHaveLength(1);
});
