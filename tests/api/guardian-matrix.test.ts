import { guardianRouteScopes } from '@linkang/shared/api/proxy-scopes';
import { outcomeOf } from '../support/answers';
import { appoint } from '../support/children';
import { buildCitizen, type Citizen } from '../support/clinic';
import { buildOwned, callsOf, type NamedRoute, type Owned, type OwnRoute } from '../support/own-routes';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/*
 * Every route about a person, tried by a guardian on the last day before a birthday and on the birthday itself.
 */
jest.setTimeout(300_000);

let server: TestServer;
let owned: Owned;
const calls = callsOf(() => owned);
const routes = Object.keys(calls) as (OwnRoute | NamedRoute)[];

/** What a guardian may on a day of `TEST_NOW` or the next one, for one born so. */
const cases = [
  { birthDay: '2012-06-05', before: ['book', 'report', 'record'], after: ['book'] },
  { birthDay: '2008-06-05', before: ['book'], after: [] },
];

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterAll(() => server.stop());

const named: Partial<Record<OwnRoute | NamedRoute, string>> = { 'session.list': 'book', 'session.get': 'book' };

const expectedOf = (route: OwnRoute | NamedRoute, scopes: readonly string[]): string => {
  const needed = named[route] ?? (guardianRouteScopes as Partial<Record<string, string>>)[route];
  if (needed === undefined || scopes.length === 0) return '404 NOT_FOUND';
  return scopes.includes(needed) ? 'may' : '403 PROXY_SCOPE_MISSING';
};

const seenOf = (outcome: string): string => (/^(404|403) |^5/.test(outcome) ? outcome : 'may');

async function differencesFor(guardian: Citizen, scopes: readonly string[]) {
  const rows = [];
  for (const route of routes) {
    const outcome = seenOf(outcomeOf(await calls[route](guardian)));
    rows.push({ route, expected: expectedOf(route, scopes), seen: outcome });
  }
  return rows.filter(({ expected, seen }) => expected !== seen);
}

it.each(cases)('equals the rule in every cell for one born on $birthDay', async ({ birthDay, before, after }) => {
  server.clock.set(TEST_NOW);
  const child = await buildCitizen(server, { name: '陈小满', birthDay });
  const mother = await buildCitizen(server, { name: '陈晓岚', birthDay: '1985-05-05' });
  owned = await buildOwned(server, child);
  await appoint(server, child, mother);
  // 23:59 in Shanghai, and two minutes later.
  server.clock.set('2026-06-04T15:59:00.000Z');
  expect(await differencesFor(mother, before)).toEqual([]);
  server.clock.set('2026-06-04T16:01:00.000Z');
  expect(await differencesFor(mother, after)).toEqual([]);
});

it('gives nobody what a guardian may: no proxy of a guardian, no guardian of a guardian', async () => {
  server.clock.set(TEST_NOW);
  const child = await buildCitizen(server, { birthDay: '2020-06-05' });
  const mother = await buildCitizen(server, { name: '陈晓岚', birthDay: '1985-05-05' });
  const grandmother = await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' });
  owned = await buildOwned(server, child);
  await appoint(server, child, mother);
  const asked = await grandmother.caller.post<{ id: string }>('/proxies', {
    name: mother.name,
    idNumber: mother.idNumber,
    relationship: 'parent',
    scopes: ['book', 'record'],
    endsDay: '2026-12-31',
  });
  await mother.caller.post(`/proxies/${asked.body.id}/confirm`, {});
  expect(await differencesFor(grandmother, [])).toEqual([]);
});
